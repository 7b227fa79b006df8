import type { LaunchRecord, RunRecord } from '../schema/records.ts';
import type { CostFacts } from './cost.ts';

/** The time of one box, or of one use of an instance that was up. Milliseconds since the epoch. */
export interface BoxTime {
  readonly since: number;
  /** Its last sign, or now; absent where it left no sign and cannot be asked any more. */
  readonly until?: number;
  readonly type?: string;
  readonly region?: string;
  readonly market?: 'spot' | 'on-demand';
  readonly worstUsd?: number;
  /** Whether a record of its launch tells since when it is there; otherwise that is the first word of the script. */
  readonly launched: boolean;
}

/** One life of the script, by the clock of its machine as it was when it began. */
interface Life {
  readonly from: number;
  /** Its last sign. */
  to: number;
  /** Of its machine; absent where no record tells of it. */
  readonly facts?: RunRecord['machine'];
}

/** Seconds; what claims to be longer is no time. */
const longestRun = 1e9;

/** The boxes that a run has had, in order: its launches, and the lives of its script on machines of EC2 that nobody launched for it. */
export function boxTimes(facts: CostFacts, now?: number): readonly BoxTime[] {
  const launches = facts.launches
    .filter(({ state, launchedAt }) => state !== 'failed' && !Number.isNaN(Date.parse(launchedAt)))
    .toSorted((a, b) => Date.parse(a.launchedAt) - Date.parse(b.launchedAt));
  const had = new Map<LaunchRecord, Life[]>(launches.map(launch => [launch, []]));
  const alone: Life[] = [];
  const lives = livesOf(facts);
  for (const life of lives) {
    const launch = launches.findLast(({ launchedAt }) => Date.parse(launchedAt) <= life.from);
    if (launch && isOn(life, launch, had.get(launch)!.length === 0)) had.get(launch)!.push(life);
    else alone.push(life);
  }
  // Of a life whose machine no record tells, it is not known that it cost nothing, where others did cost something.
  const paid = had.size > 0 || alone.some(({ facts: machine }) => machine?.instanceType !== undefined);
  const boxes: readonly BoxTime[] = [
    ...[...had].map(([launch, its]) => launchedBox(launch, its, facts.record)),
    ...alone
      .filter(({ facts: machine }) => (machine ? machine.instanceType !== undefined : paid))
      .map(({ from, to, facts: machine }) => ({ since: from, until: to, ...named(machine), launched: false })),
  ].toSorted((a, b) => a.since - b.since);
  const last = boxes.at(-1);
  // What is alive is on the last one, unless its last life is on a machine that is nobody's to pay.
  const isPaid = last !== undefined && (lives.at(-1)?.to ?? 0) <= (last.until ?? Number.POSITIVE_INFINITY);
  return now !== undefined && isPaid ? [...boxes.slice(0, -1), { ...last, until: Math.max(last.since, now) }] : boxes;
}

function launchedBox(launch: LaunchRecord, lives: readonly Life[], record: Partial<RunRecord> | undefined): BoxTime {
  const { launchedAt, instanceType, region, market, worstUsd } = launch;
  const told = lives.map(({ facts }) => facts).find(facts => facts?.instanceType !== undefined) ?? record?.machine;
  return {
    since: Date.parse(launchedAt),
    ...(lives.length > 0 && { until: Math.max(...lives.map(({ to }) => to)) }),
    ...named(instanceType === undefined ? told : { instanceType }),
    region,
    ...(market && { market }),
    ...(worstUsd !== undefined && { worstUsd }),
    launched: true,
  };
}

/** Whether a life may be that of a launch before it: a box that hides what it is may have one, the first. */
function isOn({ facts }: Life, { instanceId }: LaunchRecord, first: boolean): boolean {
  if (facts?.instanceId === undefined || instanceId === undefined)
    return facts === undefined || facts.instanceType !== undefined || first;
  return facts.instanceId === instanceId;
}

function named(machine: RunRecord['machine'] | undefined): Pick<BoxTime, 'type' | 'region' | 'market'> {
  const { instanceType, region, lifeCycle } = machine ?? {};
  return {
    ...(instanceType !== undefined && { type: String(instanceType) }),
    ...(typeof region === 'string' && { region }),
    ...(lifeCycle === 'spot' && { market: 'spot' }),
  };
}

function livesOf({ events, record, status }: CostFacts): readonly Life[] {
  const whole = events.filter(({ at, up }) => !Number.isNaN(Date.parse(at)) && up >= 0 && up < longestRun);
  const begun = whole.filter(({ event }, index) => index === 0 || event === 'run-started');
  const spans = begun.map(first => {
    const next = begun[begun.indexOf(first) + 1];
    const its = whole.slice(whole.indexOf(first), next && whole.indexOf(next));
    const from = Date.parse(first.at) - first.up * 1000;
    return { from, to: from + Math.max(...its.map(({ up }) => up)) * 1000 };
  });
  const start = Date.parse(record?.startedAt ?? status?.startedAt ?? '');
  if (spans.length === 0 && !Number.isNaN(start)) spans.push({ from: start, to: start });
  const last = spans.at(-1);
  if (last && status && status.seconds < longestRun) last.to = Math.max(last.to, last.from + status.seconds * 1000);
  const starts = record?.starts ?? [];
  return spans.map((span, index) => {
    const facts =
      starts.length === spans.length
        ? starts[index]!.machine
        : index === spans.length - 1
          ? record?.machine
          : undefined;
    return { ...span, ...(facts && { facts }) };
  });
}
