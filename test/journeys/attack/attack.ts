import { type Journey, journey } from '../world.ts';

/** What is done to a launch at one of its calls. */
export type Blow =
  /** The laptop is gone, by kill -9, before AWS does what it is asked; or after it, and before the answer comes. */
  | 'killed-before'
  | 'killed-after'
  /** AWS asks to slow down, or fails, once. */
  | 'throttled'
  | 'failed'
  /** It is done, and the connection breaks before the answer, once. */
  | 'unanswered'
  /** It is not allowed, from then on. */
  | 'denied';

export const blows: readonly Blow[] = ['killed-before', 'killed-after', 'throttled', 'failed', 'unanswered', 'denied'];

/** What a launch, struck at one of its calls, came to. */
export interface Struck {
  readonly blow: Blow;
  /** Number of the call among those of the launch, from 1, and what it asked: `ec2 RunInstances`. Empty: it had ended before. */
  readonly at: number;
  readonly call: string;
  /** How the command ended; `null`: it was killed. */
  readonly code: number | null;
  /** Boxes that were made, and whether the command named each of them. */
  readonly boxes: number;
  readonly named: boolean;
  /** What EC2 still held of the run after `campaign sweep RUN --yes`: nothing is what is wanted. */
  readonly left: readonly string[];
  /** What came to be without the tags by which it is found. */
  readonly untagged: readonly string[];
  /** What the commands said on stderr. */
  readonly said: string;
}

let before = 0;

const stage = `
  only: { run: "sleep 120" }
`;

/** A cloud and a repository for many launches, one after another. */
export async function launches(market: 'spot' | 'on-demand'): Promise<Journey> {
  return await journey({ grace: 0 }, stage, market);
}

/** A call of a launch: its number, from 1, or the nth, the first where not said, whose name matches. */
export type Point = number | { readonly call: RegExp; readonly nth?: number };

/** Launches a box under a name of its own, strikes at one of its calls, and lets sweep end what is there. */
export async function strike(given: Journey, blow: Blow, point: Point): Promise<Struck> {
  const { cloud } = given;
  const at = typeof point === 'number' ? point : (point.nth ?? 1);
  const runId = `${blow}-${at}-${before++}`;
  const { AWS_ACCESS_KEY_ID: key } = cloud.env;
  const there = new Set(cloud.instances().map(({ id }) => id));
  let [count, call] = [0, ''];
  const launched = given.start('run', '--on', 'ec2', '--yes', '--detach', '--run-id', runId);
  cloud.intercept((called, moment) => {
    if (called.key !== key) return undefined;
    const name = `${called.service} ${called.action.replace(/[?].*/, '')}`;
    if (typeof point !== 'number' && !point.call.test(name)) return undefined;
    if (moment === 'asked' && ++count === at) call = name;
    if (blow === 'denied') return moment === 'asked' && name === call ? 'denied' : undefined;
    if (count !== at) return undefined;
    if (blow === 'killed-before' || (blow === 'killed-after' && moment === 'done')) {
      launched.child.kill('SIGKILL');
      return 'cut';
    }
    if (blow === 'unanswered') return moment === 'done' ? 'cut' : undefined;
    return moment === 'asked' && blow !== 'killed-after' ? blow : undefined;
  });
  const ended = await launched.ended;
  cloud.intercept(undefined);
  const made = cloud.instances().filter(({ id }) => !there.has(id));
  const named = made.every(({ id }) => ended.stderr.includes(id));
  const untagged = made.filter(({ tags }) => tags.get('campaign:run') !== runId).map(({ id }) => id);
  const swept = made.length === 0 ? undefined : await given.campaign('sweep', runId, '--yes');
  return {
    ...{ blow, at, call, code: ended.code, boxes: made.length, named, untagged },
    left: cloud.holding(),
    said: `${ended.stderr}${swept?.stdout ?? ''}${swept?.stderr ?? ''}`,
  };
}

/** What of it must not be; empty: all is well. */
export function faultsOf({ blow, code, boxes, named, left, untagged, said }: Struck): readonly string[] {
  const faults: string[] = [];
  if (left.length > 0) faults.push(`EC2 still holds ${left.join(', ')}`);
  if (boxes > 1) faults.push(`${boxes} boxes were made for one run`);
  if (untagged.length > 0) faults.push(`without the tag of the run: ${untagged.join(', ')}`);
  // Who is alive has to say of what it has made, and to say why where it did not go on.
  if (!blow.startsWith('killed') && !named) faults.push('a box was made and not named');
  if (!blow.startsWith('killed') && code !== 0 && !/^error: .*\n {2}help: /m.test(said))
    faults.push(`it ended with ${code} and no word of why`);
  if (blow !== 'denied' && !blow.startsWith('killed') && code !== 0) faults.push(`what passes ended it with ${code}`);
  if (/^internal error/m.test(said)) faults.push('an internal error');
  return faults.length > 0 ? [...faults, ...said.trim().split('\n')] : [];
}
