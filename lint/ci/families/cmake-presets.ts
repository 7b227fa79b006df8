import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';

/** One of the lists of CMakePresets.json: cmake.org, cmake-presets(7). */
interface Preset {
  readonly name?: string;
  readonly inherits?: string | readonly string[];
  readonly configurePreset?: string;
  readonly cacheVariables?: Readonly<Record<string, unknown>>;
  readonly binaryDir?: string;
  readonly filter?: Filter;
}

type Filter = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What chooses no other code: how it is compiled, where it is put and looked at. */
const PLAIN =
  /^(CMAKE_(BUILD_TYPE|INSTALL_PREFIX|EXPORT_COMPILE_COMMANDS|(C|CXX)_COMPILER(_LAUNCHER)?|COLOR_DIAGNOSTICS)|BUILD_TESTING)$/;
const SAYS_NOTHING =
  /^(name|displayName|description|hidden|inherits|generator|binaryDir|installDir|condition|vendor|cacheVariables|warnings|errors)$/;
const RUNS_ALIKE =
  /^(name|displayName|description|hidden|inherits|configurePreset|configuration|output|execution|filter|condition|vendor)$/;

/**
 * The words of `ctest --preset NAME` with what the preset stands for: its build directory and which tests it chooses. Unchanged
 * where the preset, or the one that it was configured by, chooses something of the build too, so that the name stays a mode.
 */
export function withTestPreset(command: Command, repository: Repository): readonly string[] {
  const words = command.words.slice(1);
  const at = words.findIndex(word => word === '--preset' || word.startsWith('--preset='));
  if (at < 0) return words;
  const named = words[at] === '--preset' ? words[at + 1] : words[at]!.slice('--preset='.length);
  const source = inside(repository, command.cwd);
  const presets = source === undefined ? undefined : presetsIn(source, repository);
  const test = presets && inherited(presets.testPresets, named);
  const configured = test && inherited(presets.configurePresets, test.configurePreset);
  if (!test || !configured || !Object.keys(test).every(field => RUNS_ALIKE.test(field))) return words;
  const variables = Object.keys(configured.cacheVariables ?? {});
  if (!Object.keys(configured).every(field => SAYS_NOTHING.test(field)) || !variables.every(one => PLAIN.test(one)))
    return words;
  const chosen = filterOf(test.filter);
  const directory = directoryOf(configured, command);
  if (chosen === undefined || directory === undefined) return words;
  const rest = words.filter((_, index) => index !== at && !(words[at] === '--preset' && index === at + 1));
  return ['--test-dir', directory, ...chosen, ...rest];
}

function presetsIn(
  source: string,
  { files }: Repository,
): { readonly testPresets: readonly Preset[]; readonly configurePresets: readonly Preset[] } | undefined {
  const path = join(source, 'CMakePresets.json');
  return files.remember(`presets of ${path}`, () => {
    try {
      const { testPresets = [], configurePresets = [] } = JSON.parse(files.read(path) ?? '{}');
      return [testPresets, configurePresets].every(all => Array.isArray(all) && all.every(isPreset))
        ? { testPresets, configurePresets }
        : undefined;
    } catch {
      return undefined;
    }
  });
}

/** Whether what is read of it here has the form that the manual gives it. */
function isPreset(value: unknown): value is Preset {
  if (!isRecord(value)) return false;
  const { binaryDir = '', cacheVariables = {}, filter = {} } = value;
  return (
    typeof binaryDir === 'string' &&
    isRecord(cacheVariables) &&
    isRecord(filter) &&
    Object.values(filter).every(isRecord)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A preset with the fields of those that it inherits; its own, and those of the first, come first. */
function inherited(all: readonly Preset[], name: string | undefined, depth = 0): Preset | undefined {
  const own = all.find(one => one.name === name);
  if (!own || depth > 8) return undefined;
  let found: Preset = own;
  for (const one of [own.inherits ?? []].flat()) {
    const above = inherited(all, one, depth + 1);
    if (!above) return undefined;
    const both = { ...above.cacheVariables, ...found.cacheVariables };
    const filter = merged(above.filter, found.filter);
    found = {
      ...above,
      ...found,
      ...(Object.keys(both).length > 0 && { cacheVariables: both }),
      ...(filter && { filter }),
    };
  }
  return found;
}

/** What is chosen adds up, field by field: a preset that leaves some out still takes only those that the inherited one takes. */
function merged(above: Filter | undefined, own: Filter | undefined): Filter | undefined {
  if (above === undefined || own === undefined) return own ?? above;
  const kinds = Object.keys({ ...above, ...own });
  return Object.fromEntries(kinds.map(kind => [kind, { ...above[kind], ...own[kind] }]));
}

/** The options that choose as a preset's `filter` does; `undefined` for what no option says. */
function filterOf(filter: Preset['filter'] = {}): readonly string[] | undefined {
  const options: Readonly<Record<string, string>> = {
    'include.name': '-R',
    'include.label': '-L',
    'exclude.name': '-E',
    'exclude.label': '-LE',
  };
  const found: string[] = [];
  for (const [kind, of] of Object.entries(filter))
    for (const [what, value] of Object.entries(of)) {
      const option = options[`${kind}.${what}`];
      if (option === undefined || typeof value !== 'string' || value.includes('$')) return undefined;
      found.push(option, value);
    }
  return found;
}

const PRESET_NAME = /\$\{presetName\}/g;
const SOURCE_DIR = /^\$\{sourceDir\}\//;

function directoryOf({ name, binaryDir }: Preset, { cwd }: Command): string | undefined {
  const local = (binaryDir ?? 'build').replaceAll(PRESET_NAME, name ?? '').replace(SOURCE_DIR, '');
  return local.includes('$') ? undefined : resolvePath(cwd, local);
}
