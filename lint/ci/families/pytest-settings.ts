import { base, parentOf, upwards } from '../../path.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { listOf, type TomlValue, toml } from '../toml.ts';

/** What a configuration file adds to every call of pytest. */
export interface Settings {
  /** The directory that holds the settings; `undefined` when there are none. */
  readonly root: string | undefined;
  readonly addopts: readonly string[];
  readonly testpaths: readonly string[];
  /** Its `filterwarnings` take all warnings for failures. */
  readonly strict: boolean;
}

/** `addopts` and `testpaths` of the nearest pytest.ini, pyproject.toml, tox.ini or setup.cfg (pytest: "Finding the rootdir"). */
export function settingsAt(
  repository: Repository,
  cwd: string | undefined,
  file: string | undefined,
  rootdir: string | undefined,
): Settings {
  const start = inside(repository, rootdir === undefined ? cwd : resolvePath(cwd, rootdir));
  if (file !== undefined) {
    const path = inside(repository, resolvePath(cwd, file));
    if (path !== undefined) return settingsOf(repository, parentOf(path), [base(path)]) ?? NONE;
  }
  for (const at of upwards(start)) {
    const found = settingsOf(repository, at, ['pytest.ini', '.pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg']);
    if (found !== undefined) return found;
  }
  return NONE;
}

const NONE: Settings = { root: undefined, addopts: [], testpaths: [], strict: false };

function settingsOf(repository: Repository, directory: string, names: readonly string[]): Settings | undefined {
  for (const name of names) {
    const path = join(directory, name);
    const text = repository.files.read(path);
    if (text === undefined) continue;
    if (name.endsWith('.toml')) {
      const file = repository.files.remember(`toml ${path}`, () => toml(text));
      const section = file.get('tool.pytest.ini_options') ?? file.get('tool.pytest');
      if (section !== undefined)
        return {
          root: directory,
          addopts: optionsOf(section.get('addopts')),
          testpaths: listOf(section.get('testpaths')),
          strict: isStrict(listOf(section.get('filterwarnings')).map(unquoted)),
        };
      continue;
    }
    const section = ini(text, name === 'setup.cfg' ? 'tool:pytest' : 'pytest');
    if (section !== undefined)
      return {
        root: directory,
        addopts: wordsOf(section.get('addopts') ?? ''),
        testpaths: wordsOf(section.get('testpaths') ?? ''),
        strict: isStrict(wordsOf(section.get('filterwarnings') ?? '')),
      };
    if (name.endsWith('pytest.ini')) return { ...NONE, root: directory };
  }
  return undefined;
}

/** The last filter that fits counts: one after `error` lets warnings be, which `-W error` on the command line does not. */
function isStrict(filters: readonly string[]): boolean {
  const at = filters.lastIndexOf('error');
  return at >= 0 && !filters.slice(at).some(filter => /^(ignore|default|always|all|once|module)(:|$)/.test(filter));
}

/** Options are one string, as on a command line, or a list of words. */
function optionsOf(value: TomlValue | undefined): readonly string[] {
  return typeof value === 'string' ? wordsOf(value) : listOf(value).map(unquoted);
}

function unquoted(word: string): string {
  return word.replace(/^(['"])(.*)\1$/, '$2');
}

/** The words of an option string, quotes taken away. */
export function wordsOf(text: string): readonly string[] {
  return (text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map(word => word.replaceAll(/["']/g, ''));
}

function ini(text: string, section: string): ReadonlyMap<string, string> | undefined {
  let inside = false;
  let key: string | undefined;
  const values = new Map<string, string>();
  let found = false;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\[([^\]]+)\]/.exec(line);
    if (header !== null) {
      inside = header[1] === section;
      found ||= inside;
      key = undefined;
    } else if (inside && !/^\s*[#;]/.test(line)) {
      const pair = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(line);
      if (pair !== null) values.set((key = pair[1]!), pair[2]!);
      else if (key !== undefined && /^\s+\S/.test(line)) values.set(key, `${values.get(key)} ${line.trim()}`);
    }
  }
  return found ? values : undefined;
}

/** The filters of `python -W error -m pytest`. */
export function interpreterWarnings(words: readonly string[]): readonly string[] {
  const own = words.slice(0, Math.max(words.indexOf('-m'), 0));
  return own.flatMap((word, index) =>
    own[index - 1] === '-W' ? [word] : word.startsWith('-W') ? [word.slice(2)] : [],
  );
}
