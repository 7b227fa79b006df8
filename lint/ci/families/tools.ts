import { base, relative } from '../../path.ts';
import type { Command } from '../command.ts';
import { dynamic, unknownWord } from '../command.ts';
import { type Coverage, type Family, NO, type Work } from '../coverage.ts';
import { parseArguments } from '../options.ts';
import { inside, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { matches } from '../shell/pattern.ts';
import { and, code, items } from '../wording.ts';
import { fromModule } from './go-linters.ts';
import { TOOLS, type Tool } from './tool-list.ts';
import { emitsNothing } from './tsconfig.ts';

export interface ToolWork {
  readonly tool: string;
  /** Repository paths; empty: whatever the tool looks at by itself. */
  readonly paths: readonly string[];
  readonly directory: string | undefined;
  /** Of `selects` options, by name. */
  readonly selection: string;
  /** All other options that count, sorted. */
  readonly options: ReadonlySet<string>;
  readonly tests: boolean;
}

export const tools: Family<ToolWork> = {
  name: 'tool',
  read,
  covers,
  subject: ({ tool, directory }) => JSON.stringify([tool, directory]),
};

function read(command: Command, repository: Repository): Work<ToolWork> | undefined {
  const [program, runtime] = plainProgram(command.words);
  const [tool, name, written] = toolOf(program) ?? [];
  if (tool === undefined || name === undefined || written === undefined) return undefined;
  const words = name.startsWith('ruff ') ? failing(written) : written;
  const given = parseArguments(
    // `vitest --coverage run` is `vitest run --coverage`.
    name === 'vitest' && words[0]?.startsWith('-') ? words.filter(word => word !== 'run') : words,
    tool.valued,
  );
  const all = [...given.flags, ...given.plain];
  const nothing = {
    nature: 'setup',
    detail: { tool: name, paths: [], directory: undefined, selection: '', options: new Set<string>(), tests: false },
  } as const;
  if (given.flags.has('--help') || given.flags.has('--version') || given.plain[0] === 'install') return nothing;
  if (tool.not !== undefined && all.some(word => tool.not!.test(word))) return nothing;
  if (tool.needs !== undefined && !words.some(word => tool.needs!.test(word))) return nothing;
  if (name === 'ruff format' && !given.flags.has('--check') && !given.flags.has('--diff')) return nothing;
  const directory = inside(repository, command.cwd);
  const tests = /^(vitest|jest|mocha|playwright|node|bun|deno|borp|ava|tap|uvu|cypress|tstyche|prove)/.test(name);
  const named = (tool.files === undefined ? [] : (given.values.get(tool.files) ?? [])).flatMap(patternsOf);
  const paths = [...given.plain, ...given.after, ...named]
    .filter(word => !unknownWord(word))
    .map(
      word =>
        inside(
          repository,
          resolvePath(
            command.cwd,
            word
              .replace(/\/?\.{3}$/, '')
              .replace(/\/\*\*.*$/, '')
              .replace(/\/$/, ''),
          ),
        ) ?? word,
    );
  const options = [...given.flags].filter(
    flag =>
      !tool.harmless.test(flag) &&
      !(tool.needs?.test(flag) ?? false) &&
      !(name === 'tsc' && flag === '-b') &&
      !(name === 'ruff format' && flag === '--check'),
  );
  for (const [option, list] of given.values) {
    // What tsc looks at without being told.
    if (name.endsWith('tsc') && option === '-p' && /^(\.\/?|(\.\/)?tsconfig\.json)$/.test(list.join(' '))) continue;
    if (/^(-c|--config(-file|-path)?|--rcfile)$/.test(option) && list.every(path => DEFAULT_CONFIG.test(path)))
      continue;
    if (tests && option === '--config' && list.every(path => extendsDefault(path, command, repository))) continue;
    const isHarmless = tool.harmless.test(option) || tool.harmless.test(`${option}=${list.join(' ')}`);
    if (option !== tool.selects && option !== tool.files && !isHarmless && option !== '--shard')
      options.push(`${option} ${list.join(' ')}`);
  }
  // A compiler that writes its output makes something for others, as `cargo build` does.
  const emits =
    name.endsWith('tsc') &&
    !given.flags.has('--noEmit') &&
    !emitsNothing(inside(repository, resolvePath(command.cwd, given.values.get('-p')?.at(-1) ?? '.')), repository);
  return {
    nature: emits ? 'build' : 'check',
    detail: {
      // What passes in node may fail in another runtime, and the other way round.
      tool: runtime === undefined || !tests ? name : `${name} under ${runtime}`,
      ...fromModule(name, { directory, paths: paths.includes(directory ?? '.') ? [] : paths }, repository),
      selection: tool.selects === undefined ? '' : (given.values.get(tool.selects) ?? []).join(' '),
      options: new Set(options.filter(option => !dynamic(option))),
      tests,
    },
  };
}

/** ruff that mends what it finds, and then fails, is the check (docs.astral.sh/ruff, "Command-line interface"). */
function failing(words: readonly string[]): readonly string[] {
  if (words.includes('--exit-non-zero-on-fix')) return words.filter(word => word !== '--fix');
  return words.map(word => (word === '--exit-non-zero-on-format' ? '--check' : word));
}

/** What a tool reads without being told, in the directory that it is started in. */
const DEFAULT_CONFIG =
  /^(\.\/)?(pyproject\.toml|setup\.cfg|tox\.ini|\.?mypy\.ini|\.?ruff\.toml|\.flake8|\.pylintrc|pyrightconfig\.json|\.codespellrc|\.yamllint(\.ya?ml)?|\.eslintrc(\.\w+)?|eslint\.config\.\w+|\.prettierrc(\.\w+)?|prettier\.config\.\w+|biome\.jsonc?|\.golangci\.(ya?ml|toml|json)|(vitest|vite|jest|playwright)\.config\.\w+|\.mocharc\.\w+)$/;

/** A configuration that takes the default one and changes only what it prints runs the same tests. */
function extendsDefault(path: string, command: Command, repository: Repository): boolean {
  const known = inside(repository, resolvePath(command.cwd, path));
  const text = known === undefined ? undefined : repository.files.read(known);
  const base = /import\s+(\w+)\s+from\s+['"]\.\/(?:jest|vitest|vite)\.config(?:\.\w+)?['"]/.exec(text ?? '')?.[1];
  return (
    base !== undefined &&
    text!.includes(`...${base}`) &&
    !/\b(testMatch|testRegex|roots|projects|include|exclude|\w+IgnorePatterns|setupFiles\w*|testEnvironment|runner|preset)\b/.test(
      text!,
    )
  );
}

/** `python -m ruff` is `ruff`, `node_modules/.bin/jest` is `jest`, `tsc@5` is `tsc`; and the runtime that starts it, where that is not node. */
function plainProgram(words: readonly string[]): readonly [program: readonly string[], runtime?: string] {
  const name = base(words[0]!);
  if (/^(python|pypy)[\d.]*$/.test(name) && words[1] === '-m') return [words.slice(2)];
  if (RUNTIME.test(name) && words[1] !== '--test') {
    const script = scriptAt(name, words);
    const path = words[script] ?? '';
    // A tool's own repository starts it from its source: `node packages/jest-cli/bin/jest.js`.
    const [, own] =
      /(?:^|\/)bin\/(jest|mocha|vitest|eslint|prettier)(?:\.[cm]?js)?$/.exec(path) ??
      /(?:^|\/)node_modules\/(?:\.bin\/)?([\w-]+)/.exec(path) ??
      (name === 'deno' ? /^npm:(?:@[\w-]+\/)?([\w-]+)/.exec(path) : null) ??
      [];
    if (own !== undefined)
      return name === 'node' ? [[own, ...words.slice(script + 1)]] : [[own, ...words.slice(script + 1)], name];
  }
  // `./node_modules/mocha/bin/_mocha`
  const installed = /(?:^|\/)node_modules\/(?:@[\w-]+\/)?(\w[\w-]*)\/bin\//.exec(words[0]!)?.[1];
  if (installed !== undefined) return [[installed, ...words.slice(1)]];
  return [[name.replace(/@[\w.^~-]+$/, '').replace(/-\d+$/, ''), ...words.slice(1)]];
}

const RUNTIME = /^(node|bun|deno)$/;

/** Where the script stands that node, bun or deno runs, behind the runtime's own options. */
function scriptAt(runtime: string, words: readonly string[]): number {
  let at = 1;
  while (words[at]?.startsWith('-') || (runtime !== 'node' && words[at] === 'run'))
    at += /^(-r|--require|--import|--loader|--experimental-loader|--preload|--import-map|-c|--config)$/.test(words[at]!)
      ? 2
      : 1;
  return at;
}

/** The names of tools by their first word, of each tool the longest first: every command of CI is looked up. */
const BY_PROGRAM = namesByProgram();

interface Name {
  readonly tool: Tool;
  readonly name: string;
  readonly parts: readonly string[];
}

function namesByProgram(): ReadonlyMap<string, readonly Name[]> {
  const found = new Map<string, Name[]>();
  for (const tool of TOOLS)
    for (const name of [...tool.names].sort((a, b) => b.length - a.length)) {
      const parts = name.split(' ');
      const known = found.get(parts[0]!);
      if (known) known.push({ tool, name, parts });
      else found.set(parts[0]!, [{ tool, name, parts }]);
    }
  return found;
}

function toolOf(words: readonly string[]): readonly [Tool, string, readonly string[]] | undefined {
  for (const { tool, name, parts } of BY_PROGRAM.get(words[0]!) ?? [])
    if (parts.every((part, index) => words[index] === part))
      return [
        tool,
        name === 'vitest run' ? 'vitest' : name === 'biome ci' ? 'biome check' : name,
        words.slice(parts.length),
      ];
  if (
    words[0] === 'ruff' &&
    words.length > 1 &&
    !/^(rule|clean|version|server|linter|config|help|analyze)$/.test(words[1]!)
  )
    return [TOOLS.find(tool => tool.names[0] === 'ruff check')!, 'ruff check', words.slice(1)];
  return undefined;
}

/** Options that take a part of the work by another thing than a path: a project, or all but something. */
const NARROWING =
  /^(--projects?|--selectProjects|--testPathPattern|--exclude|--testPathIgnorePatterns|--grep-invert|--ignore-pattern|--skip|--exclude-file|--exclude-regex) /;
const EXCLUDING = /^(--exclude|--testPathIgnorePatterns|--grep-invert|--ignore-pattern|--skip|--exclude-file) /;

/** Options with which CI only looks closer: what fails without them fails with them. */
const CLOSER =
  /^(--check-leaks|--detectLeaks|--forbid-only|--fail-on-\w+|--max-warnings(=| ).*|--strict(-[\w-]+)?|--report-unused-\S*|--warn-[\w-]+|--typecheck|--extend-select .*|--enable(-error-code)?[ =].*|-E .*|--disallow-[\w-]+|--check-untyped-defs|--no-implicit-[\w-]+|--extra-checks|--error-on-warnings|--warnings|--rule (?!.*\b(off|0)\b).*|--unsafe)$/;
/** An option that the tool itself does not know, by its name about what the tests run against: `--redis-tag=8.2`. */
const AGAINST = /^--[\w-]*[-_]?(tag|version|url|host|port|image|endpoint)=\S*$/;
const PROJECT = /^(--project|--selectProjects) /;

/** Whether every project that the stage names is one of CI's, which may be patterns (`--project 'unit*'`). */
function projectsIn(ci: ToolWork, stage: ToolWork): boolean {
  const [mine, theirs] = [ci, stage].map(work =>
    [...work.options].filter(option => PROJECT.test(option)).flatMap(option => option.split(' ').slice(1)),
  ) as [string[], string[]];
  return mine.length > 0 && theirs.length > 0 && theirs.every(name => mine.some(pattern => matches(pattern, name)));
}

function covers(ci: ToolWork, stage: ToolWork): Coverage {
  if (ci.tool !== stage.tool) return NO;
  if (ci.directory !== stage.directory) return NO;
  const projects = projectsIn(ci, stage);
  const only = [...stage.options].filter(option => !ci.options.has(option) && !(projects && PROJECT.test(option)));
  const more = [...ci.options].filter(
    option =>
      !stage.options.has(option) &&
      !(projects && PROJECT.test(option)) &&
      !CLOSER.test(option) &&
      !(ci.tests && AGAINST.test(option)),
  );
  // The stage may take a part of what CI does; where both choose, what they have in common is not known.
  if ([...only, ...more].some(option => !NARROWING.test(option)) || (only.length > 0 && more.length > 0)) return NO;
  const [verb, what] = ci.tests ? ['runs', 'tests'] : ['checks', 'files'];
  const news: string[] = [];
  let left: ToolWork | undefined;
  if (more.length > 0) {
    const excluded = more.filter(option => EXCLUDING.test(option)).flatMap(option => option.split(' ').slice(1));
    const chosen = stage.paths.length > 0 || stage.selection !== '';
    if (chosen && more.some(option => !EXCLUDING.test(option))) return NO;
    if (stage.paths.some(path => excluded.some(pattern => path.includes(pattern.replaceAll(/[*]+|^\/+|\/+$/g, '')))))
      return NO;
    if (!chosen) news.push(`what CI's ${items(more)} leaves out`);
  }
  if (ci.selection !== stage.selection) {
    if (ci.selection !== '' && stage.selection === '') news.push(`what CI's filter ${code(ci.selection)} leaves out`);
    else if (ci.selection !== '' && !stage.selection.includes(ci.selection)) return NO;
  }
  if (ci.paths.length > 0) {
    const done = stage.paths.filter(path => ci.paths.some(known => holds(known, path, ci.tests)));
    if (stage.paths.length === 0) news.push(`what lies outside ${items(ci.paths.slice(0, 3))}`);
    else if (done.length === 0 && !ci.paths.some(path => stage.paths.some(known => holds(known, path, ci.tests))))
      return NO;
    else if (done.length === 0) news.push(`what lies outside ${items(ci.paths.slice(0, 3))}`);
    else if (done.length < stage.paths.length) {
      left = { ...stage, paths: stage.paths.filter(path => !done.includes(path)) };
      news.push(items(left.paths));
    }
  }
  if (news.length > 0)
    return {
      covers: 'part',
      why: `CI ${verb} some of these ${what}`,
      rest: `the only new part is ${and(news)}`,
      ...(news.length === 1 && left && { left }),
    };
  return { covers: 'whole', why: `CI ${verb} the same ${what}` };
}

/** A test runner's positional is a pattern that a path must contain; a checker's is a path. */
function holds(outer: string, path: string, pattern: boolean): boolean {
  return (
    outer === '' ||
    outer === '.' ||
    outer === path ||
    relative(`/${outer}`, `/${path}`) !== undefined ||
    (pattern && path.includes(outer)) ||
    (pattern && /[*?]/.test(outer) && globbed(outer).test(path))
  );
}

/** A pattern of files as what its matches, and the patterns that ask for some of these, look like. */
function globbed(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*\/?|\*|\?/g, star => (star.startsWith('**') ? '.*' : star === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`^${source}$`);
}

/** `<rootDir>/test/*.{a,b}.js` as two patterns of paths. */
function patternsOf(text: string): readonly string[] {
  const plain = text.replace(/^<rootDir>\/?/, '');
  const match = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(plain);
  return match === null ? [plain] : match[2]!.split(',').flatMap(part => patternsOf(`${match[1]}${part}${match[3]}`));
}
