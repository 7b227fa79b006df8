import { base } from '../../path.ts';
import { UNKNOWN } from '../command.ts';
import { environmentNamed } from '../named-environments.ts';
import { resolvePath } from './path.ts';
import { surroundingsOf, WRAPPERS, type Wrapper } from './wrapper-table.ts';

/** What is left of a command once the programs that only run another are taken off. */
export interface Unwrapped {
  readonly words: readonly string[];
  /** Variables that `env A=b` and the like set on the way. */
  readonly env: readonly (readonly [string, string])[];
  readonly cwd: string | undefined;
  /** `env -i`: nothing that was exported before reaches it. */
  readonly cleared: boolean;
}

/** Programs that Python starts by their module as well: `python -m tox`. */
const MODULES: ReadonlySet<string> = new Set(
  'tox nox pre_commit twine mkdocs hatch pdm poetry pipenv invoke cibuildwheel asv coverage uv maturin griffe'.split(
    ' ',
  ),
);

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/** Takes wrappers off until a real command, or one that `named` knows, is left; `words` is empty when none is. */
export function unwrap(
  words: readonly string[],
  cwd: string | undefined,
  named: (words: readonly string[], cwd: string | undefined) => boolean,
): Unwrapped {
  const env: (readonly [string, string])[] = [];
  let rest = words;
  let directory = cwd;
  let cleared = false;
  // bun.sh/docs, "bun run": with it, what asks for node is run by bun.
  // A script's path is read as bun's own word.
  const script = words.find((word, index) => index > 0 && !word.startsWith('-'));
  if (/^bunx?$/.test(base(words[0] ?? '')) && words.includes('--bun') && script?.includes('/') === false)
    env.push(['runtime of programs', 'bun']);
  for (let round = 0; round < 12 && rest.length > 0; round++) {
    if (named(rest, directory)) break;
    const wrapped = rerun(rest);
    if (wrapped !== undefined) {
      rest = wrapped;
      continue;
    }
    const name = base(rest[0]!);
    if (/^(python|pypy)[\d.]*$/.test(name) && rest[1] === '-m' && MODULES.has(rest[2] ?? '')) {
      rest = [rest[2]!.replace('_', '-'), ...rest.slice(3)];
      continue;
    }
    const tool = name === 'go' ? goTool(rest) : undefined;
    if (tool !== undefined) {
      rest = tool;
      continue;
    }
    // github.com/gotestyourself/gotestsum: with it, the words behind `--` are a whole command and not of `go test`.
    if (name === 'gotestsum' && rest.slice(0, rest.indexOf('--')).includes('--raw-command')) {
      rest = rest.slice(rest.indexOf('--') + 1);
      continue;
    }
    if (!Object.hasOwn(WRAPPERS, name)) break;
    if (handsText(name, rest)) break;
    const wrapper = WRAPPERS[name]?.find(candidate => {
      const from = subcommandAt(rest, candidate);
      return (candidate.after ?? []).every((word, index) => rest[from + index] === word);
    });
    if (wrapper === undefined) break;
    env.push(...environmentNamed(rest));
    const from = subcommandAt(rest, wrapper);
    for (const [option, value] of optionsIn(rest.slice(1, from)))
      if (wrapper.directory?.split(' ').includes(option)) directory = resolvePath(directory, value);
    let at = from + (wrapper.after?.length ?? 0);
    if (wrapper.until !== undefined) {
      const ends = wrapper.until.split(' ');
      at = rest.findIndex(word => ends.includes(word)) + 1;
      if (at === 0) return { words: [], env, cwd: directory, cleared };
      env.push(...surroundingsOf(name, wrapper, rest.slice(1, at - 1)));
    }
    let skip = wrapper.until === undefined ? (wrapper.skip ?? 0) : 0;
    const values = wrapper.values?.split(' ') ?? [];
    for (; at < rest.length; at++) {
      const word = rest[at]!;
      const assigned = wrapper.assigns ? ASSIGNMENT.exec(word) : null;
      if (word === '--') {
        at++;
        break;
      }
      if (wrapper.asks?.split(' ').includes(word)) return { words: [], env, cwd: directory, cleared };
      if (name === 'taskset' && (word === '-c' || word === '--cpu-list')) continue;
      if (name === 'env' && (word === '-S' || word === '--split-string')) continue;
      if (name === 'env' && (word === '-i' || word === '-' || word === '--ignore-environment')) cleared = true;
      if (values.includes(word)) {
        if (wrapper.directory?.split(' ').includes(word)) directory = resolvePath(directory, rest[at + 1] ?? '');
        const set = wrapper.sets?.split(' ').includes(word) ? ASSIGNMENT.exec(rest[at + 1] ?? '') : null;
        if (set !== null) env.push([set[1]!, set[2]!]);
        at++;
      } else if (wrapper.pairs?.split(' ').includes(word)) {
        if (word.endsWith('env')) env.push([rest[at + 1] ?? '', rest[at + 2] ?? '']);
        at += 2;
      } else if (word.startsWith('--') && wrapper.directory?.split(' ').includes(word.split('=')[0]!)) {
        directory = resolvePath(directory, word.slice(word.indexOf('=') + 1));
      } else if (assigned !== null) {
        env.push([assigned[1]!, assigned[2]!]);
      } else if (!word.startsWith('-')) {
        if (skip === 0) break;
        skip--;
      }
    }
    if (wrapper.until === undefined) env.push(...surroundingsOf(name, wrapper, rest.slice(1, at)));
    // `retry 3 make test`
    if (name === 'retry') while (/^\d+$/.test(rest[at] ?? '')) at++;
    rest = rest.slice(at);
    while (skip > 0 && rest.length > 0) {
      rest = rest.slice(1);
      skip--;
    }
    if (name === 'xargs' && rest.length > 0) rest = fed(rest, words);
    // Coverage.py runs what Python would run.
    if (name === 'coverage' && rest.length > 0) rest = ['python', ...(words.includes('-m') ? ['-m'] : []), ...rest];
  }
  return { words: rest, env, cwd: directory, cleared };
}

/** `flock FILE -c '…'` and `runuser USER -c '…'` hand a text to a shell; behind `-u USER` and `--` stands a command. */
function handsText(name: string, words: readonly string[]): boolean {
  const given = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  if (name === 'runuser' && given.some(word => word === '-u' || word.startsWith('--user'))) return false;
  return (name === 'flock' || name === 'runuser') && given.some(word => word === '-c' || word === '--command');
}

/** `python scripts/retry.py --timeout 2m -- make test`: a script that by its name only runs a command again or under a watch, and says where it begins. */
function rerun(words: readonly string[]): readonly string[] | undefined {
  const [program = '', script = ''] = words;
  const at = words.indexOf('--');
  const name = /(^|\/)(python|pypy)[\d.]*$|(^|\/)(node|ruby|bash|sh)$/.test(program) ? script : program;
  if (
    at < 1 ||
    at + 1 >= words.length ||
    // A program of the system is known by its name, and `--` may be its command's own.
    /^(\/usr(\/local)?)?\/bin\//.test(name) ||
    !/(^|[/_-])(retry|rerun|timeout|with|wait|quietly|watchdog|time)([_-]\w+)*(\.\w+)?$/.test(name)
  )
    return undefined;
  return name.includes('/') ? words.slice(at + 1) : undefined;
}

/** `go tool -modfile=tools/go.mod golangci-lint run`: a tool that the module names (go.dev, "go tool"), and none that Go brings. */
function goTool(words: readonly string[]): readonly string[] | undefined {
  if (words[1] !== 'tool') return undefined;
  let at = 2;
  while (words[at]?.startsWith('-')) at += words[at] === '-modfile' ? 2 : 1;
  const name = words[at];
  if (name === undefined || BROUGHT.test(name)) return undefined;
  return [base(name), ...words.slice(at + 1)];
}

const BROUGHT =
  /^(addr2line|asm|buildid|cgo|compile|covdata|cover|dist|distpack|doc|fix|link|nm|objdump|pack|pprof|preprofile|test2json|trace|vet)$/;

/** Where a wrapper's own subcommand stands: `uv --project tests run` has options before it. */
function subcommandAt(words: readonly string[], wrapper: Wrapper): number {
  if (wrapper.after === undefined) return 1;
  const values = wrapper.values?.split(' ') ?? [];
  let at = 1;
  while (words[at]?.startsWith('-')) at += values.includes(words[at]!) ? 2 : 1;
  return at;
}

function optionsIn(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word, index) =>
    word.includes('=')
      ? [[word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const]
      : [[word, words[index + 1] ?? ''] as const],
  );
}

/** What xargs runs: it selects something, and nothing here knows what. */
function fed(rest: readonly string[], all: readonly string[]): readonly string[] {
  const given = `./${UNKNOWN}`;
  const option = all.findIndex(word => /^-I/.test(word));
  const mark = option < 0 ? undefined : all[option]!.slice(2) || all[option + 1];
  return mark === undefined
    ? [...rest, given]
    : rest.map(word => (word === mark ? given : word.replaceAll(mark, UNKNOWN)));
}
