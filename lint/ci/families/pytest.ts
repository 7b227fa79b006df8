import { base, relative } from '../../path.ts';
import type { Command } from '../command.ts';
import { dynamic, unknownWord } from '../command.ts';
import { type Coverage, type Family, NO, type Work } from '../coverage.ts';
import { parseArguments } from '../options.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { matches, matchesPath } from '../shell/pattern.ts';
import { and, code, items } from '../wording.ts';
import { canHold, expressionShare } from './pytest-expression.ts';
import { type Marks, marksOf } from './pytest-marks.ts';
import { interpreterWarnings, settingsAt, wordsOf } from './pytest-settings.ts';

export interface PytestWork {
  /** Repository paths and node ids (`tests/test_a.py::test_b`); `''` is all. */
  readonly paths: readonly string[];
  readonly ignored: readonly string[];
  readonly deselected: readonly string[];
  readonly keyword: string;
  readonly marker: string;
  /** Options that ask for other work, such as `--runslow`, `--doctest-modules`, `--cov-fail-under=…`, sorted. */
  readonly extra: ReadonlySet<string>;
  readonly directory: string | undefined;
  /** Of its paths that are files: what their tests may be marked with. */
  readonly marks: Marks;
}

const VALUED = [
  '-k',
  '-m',
  '--ignore',
  '--ignore-glob',
  '--deselect',
  '-n|--numprocesses',
  '--dist',
  '-c|--config-file',
  '--rootdir',
  '-o|--override-ini',
  '-p',
  '-W|--pythonwarnings',
  '--cov',
  '--cov-report',
  '--cov-config',
  '--junitxml|--junit-xml|--junit',
  '--maxfail',
  '--tb',
  '--durations',
  '--durations-min',
  '--timeout',
  '--log-level',
  '--log-cli-level',
  '--log-file',
  '--reruns',
  '--reruns-delay',
  '--color',
  '--basetemp',
  '--import-mode',
  '--html',
  '--splits',
  '--group',
  '--random-order-seed',
  '--capture',
  '--verbosity',
  '--show-capture',
  '--max-worker-restart',
  '--maxprocesses',
  '--benchmark-json',
  '--benchmark-columns',
  '--benchmark-group-by',
  '--benchmark-warmup',
  '--benchmark-sort',
  '--benchmark-name',
  '--benchmark-storage',
  '--benchmark-save',
  '--benchmark-compare',
  '--benchmark-timer',
  '--parallel-threads',
  '--report-log',
  '-r',
  '--confcutdir',
  '--timeout-method',
  '--tx',
  '--store-durations',
  '--durations-path',
  '--splitting-algorithm',
];

/** Options of speed, order and output. */
const HARMLESS =
  /^(-[vqsxl]+|-r\w*|-[vqsx]*x[vqsx]*|--verbose|--quiet|--exitfirst|--showlocals|--no-header|--no-summary|--lf|--last-failed|--ff|--failed-first|--nf|--sw|--stepwise|--full-trace|--cache-clear|--cache-show.*|--strict.*|--no-cov.*|--cov.*|--pdb|--tb=.*|--color=.*|--durations=.*|--disable-warnings|--disable-pytest-warnings|--capture=.*|--showlocals|--log-.*|--random-order.*|--import-mode=.*|--assert=.*|--benchmark-(skip|disable)|--instafail|--pretty|--code-highlight.*|--setup-show|--forked|--continue-on-collection-errors|--no-showlocals|--dist=.*|--emoji|--force-sugar|--loadscope|--pyargs)$/;

export const pytest: Family<PytestWork> = {
  name: 'pytest',
  read,
  covers,
  // Its paths hold one another.
  subject: () => '',
};

function read(command: Command, repository: Repository): Work<PytestWork> | undefined {
  // `--cov` may go without a value.
  const words = pytestWords(command.words)?.map((word, index, all) =>
    word === '--cov' && /^-|^$/.test(all[index + 1] ?? '') ? '--cov=' : word,
  );
  if (words === undefined) return undefined;
  if (words.some(word => /^(--version|-V|--help|-h|--collect-only|--co|--fixtures|--markers|--setup-plan)$/.test(word)))
    return { nature: 'setup', detail: EMPTY };
  const told = valuesJoined(words);
  // The environment's options stand between the configuration's and the command's own.
  const around = wordsOf(command.env.get('PYTEST_ADDOPTS') ?? '');
  const given = parseArguments(words, VALUED);
  const settings = settingsAt(repository, command.cwd, given.values.get('-c')?.[0], given.values.get('--rootdir')?.[0]);
  const args = parseArguments([...settings.addopts, ...around, ...told], VALUED);
  const at = (path: string): string | undefined => {
    const [file = '', ...node] = path.split('::');
    const known = inside(repository, resolvePath(command.cwd, file));
    return known === undefined ? undefined : [known, ...node].join('::');
  };
  const plain = [...args.plain, ...args.after].filter(word => !unknownWord(word));
  const named = args.flags.has('--pyargs');
  const directory = inside(repository, command.cwd);
  // `--pyargs` takes modules, wherever it stands; that of the repository itself is a directory of it.
  const module = (name: string): string | undefined => {
    const path = name.replaceAll('.', '/');
    return ['', 'src/', 'lib/', 'python/'].map(base => base + path).find(known => repository.files.exists(known));
  };
  const paths = plain.map(path => (named ? module(path) : undefined) ?? at(path) ?? path);
  const fallback =
    settings.root === undefined || settings.root !== directory || settings.testpaths.length === 0
      ? [directory ?? '']
      : settings.testpaths.map(path => join(directory, path.replace(/\/$/, '')));
  const ignored = [...(args.values.get('--ignore') ?? []), ...(args.values.get('--ignore-glob') ?? [])].map(
    path => at(path) ?? path,
  );
  // The last -m counts, as in pytest itself.
  const last = (option: string): string => args.values.get(option)?.at(-1)?.trim() ?? '';
  const benchmarks = args.flags.has('--benchmark-only');
  const failing = settings.strict ? [] : [...(args.values.get('-W') ?? []), ...interpreterWarnings(command.words)];
  return {
    nature: benchmarks ? 'run' : 'check',
    detail: {
      paths: paths.length > 0 ? paths : fallback,
      ignored,
      deselected: (args.values.get('--deselect') ?? []).map(path => at(path) ?? path),
      keyword: last('-k'),
      marker: last('-m'),
      extra: new Set([
        ...[...args.flags].filter(flag => !HARMLESS.test(flag) && !dynamic(flag)),
        ...failing.filter(filter => /^error\b/.test(filter)).map(filter => `-W ${filter}`),
      ]),
      directory,
      marks: marksOf(paths, repository),
    },
  };
}

/** What of PYTEST_ADDOPTS chooses other tests or asks for other work than pytest alone would. */
export function asksOtherTests(options: string): readonly string[] {
  const { flags, values } = parseArguments(wordsOf(options), VALUED);
  const chosen = ['-k', '-m', '--ignore', '--ignore-glob', '--deselect'].flatMap(option =>
    (values.get(option) ?? []).map(value => `${option} ${value}`),
  );
  return [...[...flags].filter(flag => !HARMLESS.test(flag) && !dynamic(flag)), ...chosen];
}

/** An option of the project's own and a word after it that is no path: `--server threads=8` is `--server=threads=8`. */
function valuesJoined(words: readonly string[]): readonly string[] {
  const told: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [word, next] = [words[at]!, words[at + 1] ?? ''];
    const own = /^--[\w-]+$/.test(word) && !HARMLESS.test(word) && !VALUED.some(name => name.split('|').includes(word));
    if (own && /^(\w[\w-]*=[\w.:,+-]+|\d+)$/.test(next)) {
      told.push(`${word}=${next}`);
      at++;
    } else told.push(word);
  }
  return told;
}

const EMPTY: PytestWork = {
  paths: [],
  ignored: [],
  deselected: [],
  keyword: '',
  marker: '',
  extra: new Set(),
  directory: undefined,
  marks: new Map(),
};

/** The words after pytest's name, however it is started; `undefined` when it is not. */
function pytestWords(words: readonly string[]): readonly string[] | undefined {
  const name = base(words[0]!);
  if (name === 'pytest' || name === 'py.test' || name === 'pytest-3') return words.slice(1);
  const python = /^(python|pypy)[\d.]*$|^py$/.test(name);
  if (python || name === 'coverage') {
    const at = words.findIndex(
      (word, index) => word === '-m' && (words[index + 1] === 'pytest' || words[index + 1] === 'coverage'),
    );
    if (at < 0) return undefined;
    if (words[at + 1] === 'coverage') return pytestWords(['coverage', ...words.slice(at + 2)]);
    // What stands before `-m` are options of the interpreter or of `coverage run`, never a script.
    return words
      .slice(1, at)
      .every(
        (word, index) =>
          word.startsWith('-') ||
          (name === 'coverage' && (word === 'run' || index > 0)) ||
          word === 'run' ||
          /^-[WX]$/.test(words[index]!),
      )
      ? words.slice(at + 2)
      : undefined;
  }
  return undefined;
}

function covers(ci: PytestWork, stage: PytestWork): Coverage {
  if ([...stage.extra].some(flag => !ci.extra.has(flag))) return NO;
  if ([...ci.extra].some(flag => /-only$|^--benchmark/.test(flag) && !stage.extra.has(flag))) return NO;
  // A file in which nothing bears the marker that the stage asks for has none of its tests.
  const asked =
    ({ marks }: PytestWork) =>
    (path: string) =>
      canHold(stage.marker, name => marks.get(path)?.has(name) ?? true);
  const wanted = stage.paths.filter(asked(stage));
  const done = wanted.filter(path => ci.paths.some(known => holds(known, path)));
  const inner = ci.paths.filter(path => wanted.some(known => holds(known, path))).filter(asked(ci));
  const shut = (path: string): boolean =>
    [...ci.ignored, ...ci.deselected].some(known => holds(known, path) || matches(known, path));
  if ((done.length === 0 && inner.length === 0) || wanted.every(shut)) return NO;
  const news: { readonly text: string; readonly left?: PytestWork }[] = [];
  const left = wanted.filter(path => !done.includes(path));
  if (left.length > 0 && done.length > 0)
    news.push({ text: `${items(left)} (${code(`pytest ${left.join(' ')}`)})`, left: { ...stage, paths: left } });
  else if (left.length > 0)
    news.push({
      text: `what lies outside ${items(inner)} (${code(`pytest ${inner.map(path => `--ignore=${path}`).join(' ')}`)})`,
    });
  const out = [...ci.ignored, ...ci.deselected].filter(
    path =>
      stage.paths.some(known => holds(known, path)) &&
      ![...stage.ignored, ...stage.deselected].some(known => holds(known, path)),
  );
  if (out.length > 0) news.push({ text: `what CI leaves out: ${items(out)}`, left: { ...stage, paths: out } });
  for (const [option, field] of [
    ['-k', 'keyword'],
    ['-m', 'marker'],
  ] as const) {
    const share = expressionShare(ci[field], stage[field]);
    if (share === 'no') return NO;
    if (share === 'whole') continue;
    const rest = negated(ci[field]);
    news.push({
      text: `what CI's ${code(`${option} '${ci[field]}'`)} leaves out (${code(`${option} '${rest}'`)})`,
      left: { ...stage, [field]: stage[field] === '' ? rest : `(${stage[field]}) and ${rest}` },
    });
  }
  const only = news.length === 1 ? news[0]!.left : undefined;
  if (news.length > 0)
    return {
      covers: 'part',
      why: 'CI runs part of these tests',
      rest: `the only new part is ${and(news.map(({ text }) => text))}`,
      ...(only && { left: only }),
    };
  return {
    covers: 'whole',
    why:
      stage.paths.join() === ci.paths.join()
        ? `CI runs the same tests${unfiltered(ci, stage)}`
        : `CI runs everything under ${items(ci.paths.map(path => path || '.').slice(0, 3))}, and so these tests too`,
  };
}

/** Which filter of the stage's CI does without. */
function unfiltered(ci: PytestWork, stage: PytestWork): string {
  const only = [
    ...(stage.keyword !== ci.keyword && stage.keyword !== '' ? [`-k '${stage.keyword}'`] : []),
    ...(stage.marker !== ci.marker && stage.marker !== '' ? [`-m '${stage.marker}'`] : []),
  ];
  return only.length > 0 ? `, these of ${items(only)} among them` : '';
}

/** Whether a path or node id lies in another. */
function holds(outer: string, path: string): boolean {
  // Of a selection that is not known nobody can say what is in it.
  if (dynamic(outer)) return false;
  if (outer === '' || outer === path) return true;
  if (relative(`/${outer}`, `/${path}`) !== undefined) return true;
  if (/[*?]/.test(outer)) return matchesPath(outer, path.split('::')[0]!);
  return path.startsWith(`${outer}::`) || path.startsWith(`${outer}[`);
}

function negated(expression: string): string {
  const plain = /^not\s+([\w-]+)$/.exec(expression);
  return plain === null ? `not (${expression})` : plain[1]!;
}
