import type { Command } from '../command.ts';
import { dynamic, unknownWord } from '../command.ts';
import { type Coverage, type Family, NO, type Work } from '../coverage.ts';
import { parseArguments } from '../options.ts';
import { inside, type Repository } from '../repository.ts';
import { relative, resolvePath } from '../shell/path.ts';
import { and, code, items } from '../wording.ts';

/** How a tool that looks at files is called: what its words mean is the same for all of these, only the names differ. */
interface Tool {
  /** What it is called by, subcommand included: `ruff check`. */
  readonly names: readonly string[];
  /** Options that take a value. */
  readonly valued: readonly string[];
  /** Of those, the ones that select a part of the work by pattern. */
  readonly selects?: string;
  /** Options, valued or not, that change only speed, output or order. */
  readonly harmless: RegExp;
  /** It only writes (a formatter without `--check`): nothing that could fail. */
  readonly needs?: RegExp;
  /** With one of these it is no check. */
  readonly not?: RegExp;
}

const OUTPUT =
  /^(-v|-q|--verbose|--quiet|--silent|--color(s|=.*)?|--no-color(s)?|--ci|--cache.*|--no-cache|--bail.*|--max-?[wW]orkers.*|--runInBand|-i|--forceExit|--detectOpenHandles|--passWithNoTests|--pass-with-no-tests|--reporters?|--reporter=.*|--coverage.*|--collectCoverage.*|--run|--logHeapUsage|--output-?[fF]ile.*|--json|--silent.*|--format.*|-f|--output-format.*|--exit|--parallel|-p|-j.*|--jobs.*|--pretty.*|--watch=false|--watchAll=false|--no-watch|--workers.*|--pool.*|--poolOptions.*|--no-file-parallelism|--testTimeout.*|--retry.*|--retries.*|--timeout.*|--show-.*|--diff|--incremental.*|--dot|--no-progress|--log-level.*|--diagnostic-level.*|--no-errors-on-unmatched|--unsafe|--preserveWatchOutput|--listFiles|--extendedDiagnostics|--diagnostics|--verbose=.*|--color=.*|--hide-.*|--install-types|--non-interactive)$/;

const TOOLS: readonly Tool[] = [
  {
    names: ['vitest', 'vitest run'],
    valued:
      '-t|--testNamePattern --project --exclude --config|-c --root|-r --dir --reporter --shard --pool --maxWorkers --environment --mode --testTimeout --outputFile --coverage.reporter'.split(
        ' ',
      ),
    selects: '-t',
    harmless: OUTPUT,
    not: /^(bench|watch|list|init|--watch|-w|--version|typecheck)$/,
  },
  {
    names: ['jest'],
    valued:
      '-t|--testNamePattern --testPathPattern|--testPathPatterns --config|-c --selectProjects --projects --testPathIgnorePatterns --shard --maxWorkers|-w --reporters --testMatch --rootDir --env --coverageReporters --testTimeout --outputFile --coverageDirectory'.split(
        ' ',
      ),
    selects: '-t',
    harmless: OUTPUT,
    not: /^(--watch|--watchAll|--version|--showConfig|--listTests|--init)$/,
  },
  {
    names: ['mocha'],
    valued:
      '-g|--grep -f|--fgrep --config --spec --ignore -r|--require -R|--reporter -t|--timeout --retries --extension --ui|-u -j|--jobs --reporter-options --package --loader'.split(
        ' ',
      ),
    selects: '-g',
    harmless: OUTPUT,
    not: /^(--watch|-w|--version)$/,
  },
  {
    names: ['playwright test'],
    valued:
      '-g|--grep --grep-invert --project --config|-c --shard --reporter --workers|-j --retries --timeout --max-failures|-x --output'.split(
        ' ',
      ),
    selects: '-g',
    harmless: OUTPUT,
    not: /^(--ui|--list|--debug)$/,
  },
  {
    names: ['node --test'],
    valued:
      '--test-name-pattern --test-reporter --test-concurrency --test-timeout --import --require|-r --test-reporter-destination --test-shard'.split(
        ' ',
      ),
    selects: '--test-name-pattern',
    harmless:
      /^(--test-reporter.*|--test-concurrency.*|--test-timeout.*|--experimental-test-coverage|--enable-source-maps|--no-warnings)$/,
  },
  {
    names: ['bun test'],
    valued: '-t|--test-name-pattern --timeout --preload --reporter --reporter-outfile --max-concurrency'.split(' '),
    selects: '-t',
    harmless: OUTPUT,
    not: /^(--watch|--only|-u|--update-snapshots)$/,
  },
  {
    names: ['tsc', 'vue-tsc'],
    valued: '-p|--project --outDir --rootDir --target|-t --module|-m --moduleResolution --lib --jsx'.split(' '),
    harmless:
      /^(--noEmit|--pretty.*|--incremental.*|--diagnostics|--extendedDiagnostics|--listFiles|--skipLibCheck|--emitDeclarationOnly|--declaration|--outDir|--preserveWatchOutput)$/,
    not: /^(-w|--watch|--version|-v|--init|--showConfig|--help)$/,
  },
  {
    names: ['eslint'],
    valued:
      '-c|--config --ext --ignore-path --ignore-pattern --max-warnings --rule --plugin --parser --format|-f --output-file|-o --cache-location --cache-strategy --rulesdir --resolve-plugins-relative-to'.split(
        ' ',
      ),
    harmless: OUTPUT,
    not: /^(--init|--print-config|--version|-v|--fix-dry-run)$/,
  },
  {
    names: ['prettier'],
    valued: '--config --ignore-path --plugin --parser --log-level'.split(' '),
    harmless: OUTPUT,
    needs: /^(--check|-c|--list-different|-l)$/,
  },
  {
    names: ['biome check', 'biome lint', 'biome ci', 'biome format'],
    valued: '--config-path --max-diagnostics --diagnostic-level --colors --reporter'.split(' '),
    harmless: OUTPUT,
    not: /^(--write|--apply|--fix)$/,
  },
  {
    names: ['ruff check', 'ruff format'],
    valued:
      '--select --ignore --extend-select --extend-ignore --config --target-version --line-length --exclude --output-format --per-file-ignores'.split(
        ' ',
      ),
    harmless: OUTPUT,
    not: /^(--fix|--version|--fix-only)$/,
  },
  {
    names: ['mypy', 'dmypy run'],
    valued:
      '-p|--package -m|--module --config-file --python-version --exclude --follow-imports --cache-dir --python-executable --platform'.split(
        ' ',
      ),
    harmless: OUTPUT,
    not: /^(--version|-V)$/,
  },
  {
    names: ['black', 'isort'],
    valued:
      '-l|--line-length --config --exclude --extend-exclude -t|--target-version --profile --settings-path -C|--code'.split(
        ' ',
      ),
    harmless: OUTPUT,
    needs: /^(--check|--check-only|-c)$/,
  },
  {
    names: [
      'flake8',
      'pylint',
      'pyright',
      'pydocstyle',
      'bandit',
      'codespell',
      'yamllint',
      'shellcheck',
      'ty check',
      'basedpyright',
    ],
    valued:
      '--config --select --ignore --exclude --max-line-length --rcfile --disable --enable -c -p|--project -x -s --severity -S -d --max-complexity --extend-ignore --pythonversion'.split(
        ' ',
      ),
    harmless: OUTPUT,
    not: /^(--version)$/,
  },
  {
    names: ['golangci-lint run'],
    valued:
      '-c|--config --timeout --out-format -E|--enable -D|--disable --build-tags --new-from-rev -j|--concurrency --go --issues-exit-code'.split(
        ' ',
      ),
    harmless: OUTPUT,
    not: /^(--fix)$/,
  },
  {
    names: ['staticcheck', 'revive', 'gofmt', 'goimports', 'gofumpt'],
    valued: '-checks -tags -go -f -config -formatter -local'.split(' '),
    harmless: OUTPUT,
    not: /^(-w|-version)$/,
  },
];

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

export const tools: Family<ToolWork> = { name: 'tool', read, covers };

function read(command: Command, repository: Repository): Work<ToolWork> | undefined {
  const [tool, name, words] = toolOf(plainProgram(command.words)) ?? [];
  if (tool === undefined || name === undefined || words === undefined) return undefined;
  const given = parseArguments(words, tool.valued);
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
  const tests = /^(vitest|jest|mocha|playwright|node|bun)/.test(name);
  const paths = [...given.plain, ...given.after]
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
    flag => !tool.harmless.test(flag) && !(tool.needs?.test(flag) ?? false) && !(name === 'tsc' && flag === '-b'),
  );
  for (const [option, list] of given.values) {
    // What tsc looks at without being told.
    if (name.endsWith('tsc') && option === '-p' && /^(\.\/?|(\.\/)?tsconfig\.json)$/.test(list.join(' '))) continue;
    if (option !== tool.selects && !tool.harmless.test(option) && option !== '--shard')
      options.push(`${option} ${list.join(' ')}`);
  }
  return {
    nature: 'check',
    detail: {
      tool: name,
      paths: paths.includes(directory ?? '.') ? [] : paths,
      directory,
      selection: tool.selects === undefined ? '' : (given.values.get(tool.selects) ?? []).join(' '),
      options: new Set(options.filter(option => !dynamic(option))),
      tests,
    },
  };
}

/** `python -m ruff` is `ruff`, `node_modules/.bin/jest` is `jest`, `tsc@5` is `tsc`. */
function plainProgram(words: readonly string[]): readonly string[] {
  const name = words[0]!.slice(words[0]!.lastIndexOf('/') + 1);
  if (/^(python|pypy)[\d.]*$/.test(name) && words[1] === '-m') return words.slice(2);
  if (name === 'node' && /(^|\/)node_modules\/(\.bin\/)?([\w-]+)/.test(words[1] ?? ''))
    return [/node_modules\/(?:\.bin\/)?([\w-]+)/.exec(words[1]!)![1]!, ...words.slice(2)];
  return [name.replace(/@[\w.^~-]+$/, '').replace(/-\d+$/, ''), ...words.slice(1)];
}

function toolOf(words: readonly string[]): readonly [Tool, string, readonly string[]] | undefined {
  for (const tool of TOOLS) {
    const hit = tool.names
      .filter(name => name.split(' ').every((part, index) => words[index] === part))
      .sort((a, b) => b.length - a.length)[0];
    if (hit !== undefined)
      return [
        tool,
        hit === 'vitest run' ? 'vitest' : hit === 'biome ci' ? 'biome check' : hit,
        words.slice(hit.split(' ').length),
      ];
  }
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
  /^(--project|--selectProjects|--testPathPattern|--exclude|--testPathIgnorePatterns|--grep-invert|--ignore-pattern) /;
const EXCLUDING = /^(--exclude|--testPathIgnorePatterns|--grep-invert|--ignore-pattern) /;

function covers(ci: ToolWork, stage: ToolWork): Coverage {
  if (ci.tool !== stage.tool) return NO;
  if (ci.directory !== stage.directory) return NO;
  const only = [...stage.options].filter(option => !ci.options.has(option));
  const more = [...ci.options].filter(option => !stage.options.has(option));
  // The stage may take a part of what CI does; where both choose, what they have in common is not known.
  if ([...only, ...more].some(option => !NARROWING.test(option)) || (only.length > 0 && more.length > 0)) return NO;
  const what = ci.tests ? 'tests' : 'files';
  const news: string[] = [];
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
    else if (done.length < stage.paths.length) news.push(items(stage.paths.filter(path => !done.includes(path))));
  }
  if (news.length > 0)
    return {
      covers: 'part',
      why: `CI does a part of it: ${ci.tool} over some of these ${what}`,
      rest: `new is only ${and(news)}`,
    };
  return { covers: 'whole', why: `CI runs ${code(ci.tool)} over the same ${what}` };
}

/** A test runner's positional is a pattern that a path must contain; a checker's is a path. */
function holds(outer: string, path: string, pattern: boolean): boolean {
  return (
    outer === '' ||
    outer === '.' ||
    outer === path ||
    relative(`/${outer}`, `/${path}`) !== undefined ||
    (pattern && path.includes(outer))
  );
}
