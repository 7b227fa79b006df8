import type { Plan } from '../plan/plan.ts';
import { readable } from '../plan/symbol.ts';
import { nearest } from '../schema/nearest.ts';
import type { Place } from '../schema/source.ts';
import type { Fix } from './finding.ts';
import type { Makers } from './makers.ts';
import { base } from './path.ts';
import { shownPath } from './provision.ts';
import { fixBy, replacing } from './stage-edits.ts';
import type { Tree } from './tracked.ts';

/** So many names are compared with what nobody brings, all findings of a plan together: a flood of them gets plain advice. */
const COMPARISONS = 300_000;

interface Guessing {
  /** What stages produce, as shown, with the instance that does. */
  readonly produced: ReadonlyMap<string, string>;
  left: number;
}

const guessing = new WeakMap<Plan, Guessing>();

function guessingIn(plan: Plan): Guessing {
  let known = guessing.get(plan);
  if (!known) {
    const outputs = plan.stages.flatMap(({ name, produces }) =>
      produces.map(output => [shownPath(output.path), readable(name)] as const),
    );
    known = { produced: new Map(outputs), left: COMPARISONS };
    guessing.set(plan, known);
  }
  return known;
}

/** What to write instead of a path that nothing brings, with the edit where another one is meant. */
export function advised(
  path: string,
  place: Place,
  plan: Plan,
  known: Tree,
  makers: Makers,
): { readonly help: string; readonly fix?: Fix } {
  const help = advice(path, plan, known, makers);
  const meant = /^did you mean `([^`]+)`/.exec(help)?.[1];
  if (meant === undefined) return { help };
  const edit = replacing(place, path, meant) ?? replacing(place, path.replace(/\/$/, ''), meant.replace(/\/$/, ''));
  return { help, ...fixBy('unsafe', `write \`${meant}\``, edit) };
}

/** Where builds leave what nobody commits. */
const BUILT = /^(target|build|dist|out|node_modules|\.venv|venv)\//;

/** For a path that nothing brings: what is meant, where something close is produced or tracked, or who seems to write it; else what there is to do. */
function advice(path: string, plan: Plan, known: Tree, makers: Makers): string {
  const guesses = guessingIn(plan);
  const { produced } = guesses;
  const near = (candidates: Iterable<string>, count: number) => {
    guesses.left -= count;
    return guesses.left + count > 0 ? nearest(path, candidates) : undefined;
  };
  const made = near(produced.keys(), produced.size);
  if (made !== undefined) return `did you mean \`${made}\`, produced by \`${produced.get(made)}\`?`;
  const writer = makers.writer(path.replace(/\/$/, ''));
  if (writer !== undefined) return `\`${writer}\` seems to write it: list it there under \`produces\``;
  const directory = path.endsWith('/');
  const candidates = directory ? [...known.directories].map(name => `${name}/`) : known.files;
  const tracked = near(candidates, candidates.length);
  if (tracked !== undefined) return `did you mean \`${tracked}\`?`;
  const called =
    guesses.left <= 0 ? [] : candidates.filter(name => base(name.replace(/\/$/, '')) === base(path.replace(/\/$/, '')));
  return called.length === 1
    ? `did you mean \`${called[0]}\`?`
    : BUILT.test(path)
      ? `let the stage that builds it list \`${path}\` under \`produces\`, or a \`prebuilt\` under \`provides\``
      : `commit \`${path}\`, or list it under \`produces\` of the stage that makes it`;
}
