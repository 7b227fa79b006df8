import type { Plan, PlannedStage } from '../plan/plan.ts';
import type { Place, Source } from '../schema/source.ts';
import type { Finding, Fix } from './finding.ts';
import { fixText } from './mend.ts';
import type { RawFinding } from './reports.ts';

/**
 * Makes one finding of those that say the same: of all instances of a stage (it then names the stage alone) and of
 * several plans (it then names no profile if the base is among them). What they would mend differently has no one fix.
 * Sorted by place, the campaign's own first.
 */
export function fold(raw: readonly RawFinding[], plans: readonly Plan[], campaign: Source): readonly Finding[] {
  const byPlan = new Map<Plan | undefined, RawFinding[]>();
  for (const finding of raw) {
    const group = byPlan.get(finding.plan);
    if (group) group.push(finding);
    else byPlan.set(finding.plan, [finding]);
  }
  const findings = new Map<string, Finding>();
  for (const plan of [undefined, ...plans])
    for (const finding of foldInstances(byPlan.get(plan) ?? [], plan)) {
      const key = identity(finding, finding.stage);
      const known = findings.get(key);
      if (!known) {
        findings.set(key, finding);
        continue;
      }
      const joined =
        known.profile !== undefined && finding.profile !== undefined && known.profile !== finding.profile
          ? { ...known, profile: `${known.profile}, ${finding.profile}` }
          : known;
      findings.set(key, withSharedFix(joined, [finding]));
    }
  return [...findings.values()]
    .map(finding => cautious(finding, campaign))
    .sort(
      (a, b) =>
        Number(a.place.source !== campaign) - Number(b.place.source !== campaign) ||
        compare(a.place.source.path, b.place.source.path) ||
        a.place.range.start - b.place.range.start ||
        compare(a.rule, b.rule) ||
        a.place.range.end - b.place.range.end ||
        compare(a.message, b.message),
    );
}

function foldInstances(raw: readonly RawFinding[], plan: Plan | undefined): readonly Finding[] {
  if (raw.length === 0) return [];
  const running = new Map<string, PlannedStage[]>();
  for (const stage of plan?.stages ?? []) {
    if (stage.off) continue;
    const name = stage.stage.name.value;
    const instances = running.get(name);
    if (instances) instances.push(stage);
    else running.set(name, [stage]);
  }
  const groups = new Map<string, RawFinding[]>();
  for (const finding of raw) {
    const key = identity(finding, stageName(finding));
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return alike([...groups.values()]).map(group => {
    const { stage, plan: _, profile = plan?.profile, ...finding } = withSharedFix(group[0]!, group);
    const named =
      typeof stage === 'string'
        ? stage
        : stage && (isAll(group, running.get(stage.stage.name.value)) ? stage.stage.name.value : stage.name);
    return {
      ...finding,
      ...(named !== undefined && { stage: named }),
      ...(profile !== undefined && { profile }),
    };
  });
}

/**
 * Joins what one command of a `run` text is found for in several instances: it is shown with other values in each, and mended in one
 * place. The first speaks for all.
 */
function alike(groups: readonly (readonly RawFinding[])[]): readonly (readonly RawFinding[])[] {
  const joined = new Map<string, RawFinding[]>();
  return groups.flatMap((group): RawFinding[][] => {
    const [first] = group;
    const { stage, place, message, help } = first!;
    const own = [...group];
    if (typeof stage !== 'object' || !isWithin(place, stage.stage.run.place)) return [own];
    const commands = message.match(/`[^`]* [^`]*`/g) ?? [];
    const shape = (text = '') => commands.reduce((rest, one) => rest.replaceAll(one.slice(1, -1), ''), text);
    const key = identity({ ...first!, message: shape(message) + shape(help) }, stage.stage.name.value);
    const known = joined.get(key);
    // Of one instance, they are two commands.
    if (known?.every(other => group.every(one => one.stage !== other.stage))) {
      known.push(...group);
      return [];
    }
    if (!known) joined.set(key, own);
    return [own];
  });
}

function isWithin(place: Place, { source, range }: Place): boolean {
  return place.source === source && range.start <= place.range.start && place.range.end <= range.end;
}

/** A script of the repository serves others than this campaign, and the box gets it as it is committed: changing it is never safe. */
function cautious(finding: Finding, campaign: Source): Finding {
  const { fix } = finding;
  return !fix || fix.edits[0]!.place.source === campaign ? finding : { ...finding, fix: { ...fix, safety: 'unsafe' } };
}

/** Without its fix where others would mend the same otherwise, or not. */
function withSharedFix<F extends { readonly fix?: Fix }>(finding: F, others: readonly F[]): F {
  if (!finding.fix) return finding;
  const own = fixText(finding.fix);
  if (others.every(({ fix }) => fix && fixText(fix) === own)) return finding;
  const { fix: _, ...rest } = finding;
  return rest as F;
}

/** Whether every instance of the stage that runs is in the group. */
function isAll(group: readonly RawFinding[], running: readonly PlannedStage[] = []): boolean {
  const said = new Set(group.map(({ stage }) => stage));
  return running.every(stage => said.has(stage));
}

function stageName({ stage }: RawFinding): string | undefined {
  return typeof stage === 'string' ? stage : stage?.stage.name.value;
}

function identity(
  { rule, message, place }: Pick<Finding, 'rule' | 'message' | 'place'>,
  stage: string | undefined,
): string {
  return JSON.stringify([rule, place.source.path, place.range.start, place.range.end, message, stage]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
