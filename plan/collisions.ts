import { exclude, type Ways, waysIn } from './exclusion.ts';
import { PathIndex, sharedBeginning } from './path-index.ts';
import { isFileBeside, overlap, type Relation, witness } from './path-set.ts';
import { fromRoot } from './place.ts';
import type { Plan, PlannedOutput, PlannedStage } from './plan.ts';

/** An output and the stage that produces it. */
export interface Producer {
  readonly stage: PlannedStage;
  readonly output: PlannedOutput;
}

/** Outputs of two stages that can be the same path, or one inside the other. */
export interface Collision {
  /** In file order. */
  readonly first: Producer;
  readonly second: Producer;
  /** How the first lies to the second. */
  readonly relation: Relation;
  /** A shortest path that both can name: relative to the source directory, absolute where it lies outside. */
  readonly witness: string;
}

/** So many are told; more pairs than that have one cause. */
const MOST_COLLISIONS = 1000;

/**
 * The collisions of a plan (at most 1,000), in file order. Stages that are off take part, because another parameter
 * turns them on; pairs whose conditions plainly exclude each other do not, nor does what the compiler derives. Of many
 * stages that produce one path, each collides with the first alone.
 */
export function collisions(plan: Plan): readonly Collision[] {
  const { dir } = plan.repository;
  const entries = entriesOf(plan);
  const index = new PathIndex<Entry>();
  const found: { at: number; collision: Collision }[] = [];
  for (const entry of entries) index.add(entry.set, entry);
  for (const entry of entries) {
    let shared = false;
    for (const other of index.before(entry.set)) {
      if (shared && other.set.text === entry.set.text && other.stage.stage !== entry.stage.stage) continue;
      // Of two with the same beginning, each finds the other.
      if (other === entry || (other.at > entry.at && other.beginning === entry.beginning)) continue;
      const [first, second] = other.at < entry.at ? [other, entry] : [entry, other];
      const collision = collide(first, second, dir);
      if (collision === undefined) continue;
      shared ||= collision.relation === 'equal' && other.stage.stage !== entry.stage.stage;
      found.push({ at: first.at * entries.length + second.at, collision });
      if (found.length === MOST_COLLISIONS) return inFileOrder(found);
    }
  }
  return inFileOrder(found);
}

function inFileOrder(found: { at: number; collision: Collision }[]): readonly Collision[] {
  return found.sort((a, b) => a.at - b.at).map(({ collision }) => collision);
}

interface Entry extends Producer {
  readonly ways: Ways;
  /** Seen from the root. */
  readonly set: PlannedOutput['path'];
  readonly beginning: string;
  readonly at: number;
}

function entriesOf(plan: Plan): readonly Entry[] {
  const entries: Entry[] = [];
  const position = new Map(plan.campaign.stages.map((stage, index) => [stage, index]));
  const stages = plan.stages.filter(stage => stage.derived === undefined);
  stages.sort((a, b) => position.get(a.stage)! - position.get(b.stage)!);
  for (const stage of stages) {
    const ways = waysIn(stage, plan.profile);
    // A condition that its matrix or the profile makes false can never hold.
    if (ways.length === 0) continue;
    for (const output of stage.produces) {
      const set = fromRoot(output.path, plan.repository.dir);
      entries.push({ stage, output, ways, set, beginning: sharedBeginning(set), at: entries.length });
    }
  }
  return entries;
}

function collide(first: Entry, second: Entry, dir: string): Collision | undefined {
  if (first.stage === second.stage) return undefined;
  const common = witness(first.set, second.set);
  if (common === undefined || exclude(first.ways, second.ways)) return undefined;
  const relation = overlap(first.set, second.set)!;
  if (isFileBeside(first.set, second.set) || isFileBeside(second.set, first.set)) return undefined;
  return { first, second, relation, witness: common.startsWith(`${dir}/`) ? common.slice(dir.length + 1) : common };
}
