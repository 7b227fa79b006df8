import { base } from '../path.ts';
import type { CiUnit } from './ci.ts';
import { dynamic } from './command.ts';
import type { WorkUnit } from './coverage.ts';

/**
 * The variables in which runners of projects tell a command the environment it was started in (pixi.sh, "Environment variables";
 * hatch.pypa.io, "Context formatting"; tox.wiki, "Environment variables"). Of tox only what its configuration makes depend on it.
 */
export type Runner = 'PIXI_ENVIRONMENT_NAME' | 'HATCH_ENV_ACTIVE' | 'TOX_ENV_NAME';

const RUNNERS: readonly Runner[] = ['PIXI_ENVIRONMENT_NAME', 'HATCH_ENV_ACTIVE', 'TOX_ENV_NAME'];

/** Whether a variable is one that only a runner sets. */
export function isRunner(name: string): boolean {
  return (RUNNERS as readonly string[]).includes(name);
}

/** The environment that the words of a runner start something in. */
export function environmentNamed(words: readonly string[]): readonly (readonly [Runner, string])[] {
  const program = base(words[0]!);
  if (program !== 'pixi' && program !== 'hatch') return [];
  const end = words.findIndex((word, index) => index > 0 && !word.startsWith('-') && !isPart(words, index));
  const own = words.slice(0, end < 0 ? words.length : end);
  const given = own.flatMap((word, index) =>
    /^(-e|--env|--environment)$/.test(word)
      ? [words[index + 1] ?? '']
      : (/^(?:--env|--environment)=(.*)$|^-e(.+)$/.exec(word)?.slice(1).filter(Boolean) ?? []),
  );
  if (program === 'pixi') return [['PIXI_ENVIRONMENT_NAME', given.at(-1) ?? 'default']];
  // `hatch run +py=3.12 test:unit` says the interpreter before the environment.
  const colon = words[end - 1] === 'env' ? null : /^([\w.-]+):[^/]/.exec(words[end] ?? '');
  return [['HATCH_ENV_ACTIVE', plain(colon?.[1] ?? given.at(-1) ?? 'default')]];
}

/** A subcommand of the runner, a choice of interpreters, or the value of an option before it. */
function isPart(words: readonly string[], index: number): boolean {
  return (
    /^(run|r|exec|env)$/.test(words[index]!) ||
    words[index]!.startsWith('+') ||
    /^(-e|--env|--environment|-p|--project|--manifest-path)$/.test(words[index - 1]!)
  );
}

/** An environment of hatch without the interpreter: `test.py3.12-minimal` is `test.minimal`. */
function plain(name: string): string {
  const [base = '', ...variant] = name.split(/\.(.*)/s);
  const left = variant
    .join('')
    .split('-')
    .filter(one => one !== '' && !/^(py|pypy)?\d[\d.]*$/.test(one));
  return [base, ...left].join('.');
}

const known = new WeakMap<readonly CiUnit[], ReadonlyMap<string, ReadonlySet<string>>>();

/** The environments in which CI runs anything at all, by the variable that tells it. */
export function environmentsOf(ci: readonly CiUnit[]): ReadonlyMap<string, ReadonlySet<string>> {
  let found = known.get(ci);
  if (found === undefined) {
    const names = new Map<string, Set<string>>();
    for (const { unit } of ci)
      for (const runner of RUNNERS) {
        const name = unit.command.env.get(runner);
        if (name !== undefined) names.set(runner, (names.get(runner) ?? new Set()).add(name));
      }
    known.set(ci, (found = names));
  }
  return found;
}

/**
 * Whether a command stands in an environment that none of CI's commands has, though they have some. Another environment has other
 * packages, of which its command says nothing.
 */
export function isElsewhere(stage: WorkUnit, environments: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  return RUNNERS.some(runner => {
    const name = stage.command.env.get(runner);
    const names = environments.get(runner);
    // What a runner takes without being told is found by the task, and is no choice.
    if (name === undefined || names === undefined || name === '' || name === 'default' || dynamic(name)) return false;
    // All of a matrix has each of its rows.
    return !names.has(name) && !(runner === 'HATCH_ENV_ACTIVE' && names.has(name.split('.')[0]!));
  });
}
