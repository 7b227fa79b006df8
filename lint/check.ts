import { type CheckedPlan, mint } from '../plan/checked.ts';
import type { Plan } from '../plan/plan.ts';
import type { Reading } from '../schema/read.ts';
import type { Template } from '../schema/template.ts';
import { FaultIndex } from './covering.ts';
import type { RepositoryFacts, ScriptSize } from './facts.ts';
import type { Finding } from './finding.ts';
import { fold } from './fold.ts';
import { commentIgnores, shellIgnores } from './ignore.ts';
import { plansOf, type Wanted, wantedPlan } from './plans.ts';
import { Reports } from './reports.ts';
import type { Messages, Rule, RuleContext } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { ALWAYS_ERRORS, settings } from './settings.ts';

export interface CheckOptions extends Wanted {
  readonly facts: RepositoryFacts;
  /** Compiles a plan and measures it; called only when a rule asks. Absent: how the script is delivered is not judged. */
  readonly scriptSize?: (plan: Plan) => ScriptSize;
  /** Rules whose errors do not stop what the caller is about to do: they are told as notes. */
  readonly tolerate?: readonly string[];
  /** In place of all rules. */
  readonly rules?: readonly Rule[];
}

export interface Checked {
  /** By place: those of the campaign first, then those of other files. */
  readonly findings: readonly Finding[];
  /** The wanted plan; absent when a finding is an error. */
  readonly plan?: CheckedPlan;
}

/**
 * Judges a campaign: its base and every profile, by every rule that its `lint:` settings leave on. Knows of the world only
 * what the options bring, and is the only one that mints a `CheckedPlan`.
 */
export function check(reading: Reading, options: CheckOptions): Checked {
  const { facts, tolerate = [] } = options;
  const rules = options.rules ?? allRules;
  const set = settings(reading.campaign, allRules);
  const plans = reading.campaign ? plansOf(reading.campaign, options) : [];
  const wanted = reading.campaign && wantedPlan(reading.campaign, plans, options);
  const found = [...plans, ...(wanted ? [wanted] : [])].flatMap(({ diagnostics }) => diagnostics);
  const faults = [...reading.diagnostics, ...set.diagnostics, ...found];
  const ignores = [...commentIgnores(reading), ...shellIgnores(plans.flatMap(({ plan }) => runsOf(plan)))];
  const index = new FaultIndex(faults);
  const reports = new Reports(set, index, ignores);
  const shared = { reading, facts, faulty: faultyAmong(index), once: memory(facts) };
  const ran = new Set<string>();

  for (const rule of rules) {
    if (set.isOff(rule.id) || (rule.check && plans.length === 0)) continue;
    ran.add(rule.id);
    for (const fault of faults) if (fault.code === rule.faults) reports.fault(rule, fault);
    for (const { plan } of plans)
      rule.check?.({
        ...shared,
        plan,
        campaign: plan.campaign,
        scriptSize: () => (faults.length === 0 && isCompilable(plan) ? options.scriptSize?.(plan) : undefined),
        report: report => reports.of(rule, plan, report),
      });
  }
  const known = new Set(allRules.map(({ id }) => id));
  for (const rule of rules)
    if (ran.has(rule.id))
      rule.checkIgnores?.({ ignores, known, ran, report: report => reports.of(rule, undefined, report) });

  const judged = plans.map(({ plan }) => plan);
  const findings = fold(reports.all, judged, reading.source).map(finding =>
    tolerate.includes(finding.rule) ? { ...finding, severity: 'note' as const } : finding,
  );
  const sound =
    !faults.some(({ code }) => ALWAYS_ERRORS.has(code)) && !findings.some(({ severity }) => severity === 'error');
  return { findings, ...(wanted && sound && { plan: mint(wanted.plan) }) };
}

/** Whether a plan has what every script needs; a plan that other rules reject for less is not measured. */
function isCompilable({ limits, cycles, stages }: Plan): boolean {
  return limits.wall !== undefined && cycles.length === 0 && stages.every(({ timeout }) => timeout !== undefined);
}

/** Every bash text of the campaign that a plan holds. */
function runsOf(plan: Plan): readonly Template[] {
  return plan.stages.map(({ stage }) => stage.run);
}

function faultyAmong(faults: FaultIndex): RuleContext<Messages>['faulty'] {
  return (place, about) => {
    for (const { message, help = '' } of faults.inside(place))
      if (about === undefined || about.test(`${message} ${help}`)) return true;
    return false;
  };
}

function memory(facts: RepositoryFacts): RuleContext<Messages>['once'] {
  const known = new Map<unknown, unknown>();
  return <T>(read: (facts: RepositoryFacts) => T) => {
    if (!known.has(read)) known.set(read, read(facts));
    return known.get(read) as T;
  };
}
