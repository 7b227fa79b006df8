import { knownBuilds } from './build-options.ts';
import type { CiUnit } from './ci.ts';
import type { Coverage, WorkUnit } from './coverage.ts';
import { type Demands, looksAtFiles, otherEnvironment } from './environment.ts';
import { ofCommand } from './extent.ts';
import { otherFlags } from './families/handed-flags.ts';
import { buildsOf, madeWith, saysPackages } from './instrumentation.ts';
import { environmentsOf } from './named-environments.ts';
import type { Frequency } from './workflow/triggers.ts';

/** A command of a stage whose work, or a part of it, CI does. */
export interface Overlap {
  readonly stage: WorkUnit;
  readonly ci: CiUnit;
  /** Other steps of CI that do what `ci` leaves. */
  readonly also: readonly CiUnit[];
  readonly coverage: Exclude<Coverage, { covers: 'no' }>;
}

/** What of a stage's commands CI does that often: one overlap for each command of the stage's own text or script. */
export function overlapsOf(
  units: readonly WorkUnit[],
  ci: readonly CiUnit[],
  demands: Demands,
  frequency: Frequency,
): readonly Overlap[] {
  const stage = configured(units);
  const often = bySubject(ci, frequency);
  const found = new Map<string, Overlap>();
  const builds = buildsOf(stage, true);
  const environments = environmentsOf(ci);
  const known = new Map<WorkUnit, Overlap>();
  const beside = new Map<string, WorkUnit[]>();
  for (const unit of stage) {
    if (!counts(unit, stage)) continue;
    const { source, range } = unit.command;
    const key = `${source?.path ?? ''}:${range.start}`;
    beside.set(key, [...(beside.get(key) ?? []), unit]);
    const overlap = best(unit, often.get(subjectOf(unit)) ?? [], demands, madeWith(unit, builds), environments);
    if (overlap === undefined) continue;
    known.set(unit, overlap);
    const before = found.get(key);
    // The command as the user wrote it comes first; what it runs in turn says more only when it alone is covered.
    if (before === undefined || (before.coverage.covers === 'part' && overlap.coverage.covers === 'whole'))
      found.set(key, overlap);
  }
  for (const [key, overlap] of found) found.set(key, ofCommand(overlap, beside.get(key)!, known));
  const outer = [...found.values()].filter(overlap => overlap.coverage.covers === 'whole');
  // A script that CI runs as a whole explains all that is in it.
  return [...found.values()].filter(
    overlap => !outer.some(other => other !== overlap && contains(other.stage, overlap.stage)),
  );
}

/** The units of a stage, of which those of a build that it configures itself are what its options say, whatever its directory's name. */
function configured(units: readonly WorkUnit[]): readonly WorkUnit[] {
  const known = knownBuilds(units);
  if (known.size === 0) return units;
  return units.map(unit => {
    const { built } = unit.detail as { readonly built?: string };
    if (built === undefined || !known.has(built)) return unit;
    const detail = { ...(unit.detail as object), variants: [] };
    return { ...unit, detail, alike: detail };
  });
}

/** Units of CI that are alike, by their places among all. */
interface Kin {
  readonly units: readonly CiUnit[];
  readonly places: readonly number[];
}

const sorted = new WeakMap<readonly CiUnit[], Map<Frequency, ReadonlyMap<string, readonly Kin[]>>>();

/** What CI does that often, by what it is about: sorted once for all stages. */
function bySubject(ci: readonly CiUnit[], frequency: Frequency): ReadonlyMap<string, readonly Kin[]> {
  const known = sorted.get(ci) ?? new Map<Frequency, ReadonlyMap<string, readonly Kin[]>>();
  sorted.set(ci, known);
  let subjects = known.get(frequency);
  if (subjects === undefined) {
    const found = new Map<string, Map<object, { units: CiUnit[]; places: number[] }>>();
    for (const [place, one] of ci.entries()) {
      if (one.frequency !== frequency) continue;
      const subject = subjectOf(one.unit);
      const kin = found.get(subject) ?? new Map<object, { units: CiUnit[]; places: number[] }>();
      found.set(subject, kin);
      const { units, places } = kin.get(one.unit.alike) ?? { units: [], places: [] };
      units.push(one);
      places.push(place);
      if (units.length === 1) kin.set(one.unit.alike, { units, places });
    }
    known.set(frequency, (subjects = new Map([...found].map(([subject, kin]) => [subject, [...kin.values()]]))));
  }
  return subjects;
}

function subjectOf({ family, subject }: WorkUnit): string {
  return `${family} ${subject}`;
}

type Covering = readonly (readonly [CiUnit, Overlap['coverage']])[];

const compared = new WeakMap<readonly Kin[], WeakMap<object, Covering>>();

/** Those that do some of a stage's command, in the order of CI, each with how much. A makefile calls the same thousands of times. */
function covering(stage: WorkUnit, kin: readonly Kin[]): Covering {
  const known = compared.get(kin) ?? new WeakMap<object, Covering>();
  compared.set(kin, known);
  let found = known.get(stage.alike);
  if (found === undefined) known.set(stage.alike, (found = compare(stage, kin)));
  return found;
}

function compare(stage: WorkUnit, kin: readonly Kin[]): Covering {
  return inOrder(
    kin.flatMap(({ units, places }) => {
      const coverage = units[0]!.unit.covers(stage);
      if (coverage.covers === 'no') return [];
      return units.map((one, index) => [places[index]!, [one, coverage]] as const);
    }),
  );
}

function inOrder<T>(placed: readonly (readonly [place: number, one: T])[]): readonly T[] {
  return [...placed].sort(([one], [other]) => one - other).map(([, one]) => one);
}

/** A build is a means: it counts only where the stage is nothing but builds and checks. */
function counts(unit: WorkUnit, stage: readonly WorkUnit[]): boolean {
  if (unit.nature === 'setup' || (unit.nature === 'build' && unit.command.means)) return false;
  if (unit.nature !== 'build') return true;
  // What only calls others (`pnpm --filter core typecheck`, `make app`) is as much of a build as they are.
  const callers = new Set(stage.map(({ command }) => command.caller));
  return stage.every(
    ({ nature, family, command }) =>
      nature === 'build' ||
      nature === 'setup' ||
      ((family === 'words' || makesOnly(command.words)) && callers.has(command)),
  );
}

/** A target that by its name neither tests nor measures. */
function makesOnly(words: readonly string[]): boolean {
  return /^(g?make|just|task)$/.test(words[0]!) && !/test|check|lint|verif|valid|bench|run/.test(words.join(' '));
}

function contains(outer: WorkUnit, inner: WorkUnit): boolean {
  for (let { caller } = inner.command; caller !== undefined; { caller } = caller)
    if (caller === outer.command) return true;
  return (
    inner.command.via.length > outer.command.via.length &&
    inner.command.via.some(hop =>
      outer.command.words.some(
        word => word === hop.label || word.replace(/^\.\//, '') === hop.label || word.endsWith(`/${hop.label}`),
      ),
    )
  );
}

function best(
  stage: WorkUnit,
  ci: readonly Kin[],
  demands: Demands,
  sanitizers: ReadonlySet<string>,
  environments: ReadonlyMap<string, ReadonlySet<string>>,
): Overlap | undefined {
  let part: Overlap | undefined;
  const isAble = ({ unit, sanitizers: built }: CiUnit): boolean =>
    !otherEnvironment(unit, stage, demands, environments) &&
    (demands.any === true || !otherFlags(unit, stage)) &&
    [...sanitizers].every(name => built.has(name) || !asksFor(unit, name));
  let able: readonly CiUnit[] | undefined;
  // Most cover nothing of it: the environment, which takes longer to compare, comes after that.
  const ables = covering(stage, ci).filter(([unit]) => isAble(unit));
  // One step that does all of it says more than several that do it together.
  const whole = ables.find(([, { covers }]) => covers === 'whole');
  if (whole !== undefined) return { stage, ci: whole[0], also: [], coverage: whole[1] };
  for (const [unit, coverage] of ables) {
    if (coverage.covers === 'whole') continue;
    able ??= inOrder(
      ci.flatMap(({ units, places }) => {
        const index = units.findIndex(isAble);
        return index < 0 ? [] : [[places[index]!, units[index]!] as const];
      }),
    );
    const also = coverage.left === undefined ? undefined : completing({ ...stage, detail: coverage.left }, able, 3);
    if (also !== undefined)
      return {
        stage,
        ci: unit,
        also,
        coverage: {
          covers: 'whole',
          why: coverage.why,
        },
      };
    if (
      part === undefined ||
      (part.coverage.covers === 'part' && part.coverage.left === undefined && coverage.left !== undefined)
    )
      part = { stage, ci: unit, also: [], coverage };
  }
  return part;
}

/** Whether a build of that kind is what the command tests: `make test` after `./configure --enable-x` too. */
function asksFor(unit: WorkUnit, built: string): boolean {
  if (saysPackages(built)) return !looksAtFiles(unit);
  const { family, nature, detail } = unit;
  if (family === 'suite') return true;
  const tests = family !== 'tool' || (detail as { readonly tests: boolean }).tests;
  return built.startsWith('--') && nature === 'check' && tests && ['make', 'words', 'tool'].includes(family);
}

/** Units of CI that together do all of what is left; `undefined` when none do. */
function completing(left: WorkUnit, ci: readonly CiUnit[], depth: number): readonly CiUnit[] | undefined {
  for (const unit of ci) {
    const coverage = unit.unit.covers(left);
    if (coverage.covers === 'whole') return [unit];
    if (coverage.covers === 'part' && coverage.left !== undefined && depth > 0) {
      const rest = completing({ ...left, detail: coverage.left }, ci, depth - 1);
      if (rest !== undefined) return [unit, ...rest];
    }
  }
  return undefined;
}
