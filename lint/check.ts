import { type CheckedPlan, mint } from '../plan/checked.ts';
import type { Plan } from '../plan/plan.ts';
import type { Reading } from '../schema/read.ts';
import { covering } from './covering.ts';
import type { RepositoryFacts, ScriptSize } from './facts.ts';
import type { Finding } from './finding.ts';
import { fold } from './fold.ts';
import { commentIgnores, shellIgnores } from './ignore.ts';
import { type Planned, plansOf, type Wanted, wantedPlan } from './plans.ts';
import { Reports } from './reports.ts';
import type { Rule } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { settings } from './settings.ts';

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
  const { facts } = options;
  const rules = options.rules ?? allRules;
  const set = settings(reading.campaign, allRules);
  const plans: readonly Planned[] = reading.campaign ? plansOf(reading.campaign, options) : [];
  const wanted = reading.campaign && wantedPlan(reading.campaign, plans, options);
  const faults = [
    ...reading.diagnostics,
    ...set.diagnostics,
    ...plans.flatMap(planned => planned.diagnostics),
    ...(wanted?.diagnostics ?? []),
  ];
  const ignores = [
    ...commentIgnores(reading),
    ...shellIgnores(new Set(plans.flatMap(({ plan }) => plan.stages.map(({ stage }) => stage.run)))),
  ];
  const reports = new Reports(set, faults, ignores);
  const once = memory(facts);
  const ran = new Set<string>();

  for (const rule of rules) {
    if (set.isOff(rule.id)) continue;
    ran.add(rule.id);
    if (rule.faults) for (const fault of faults) if (fault.code === rule.faults) reports.fault(rule, fault);
    if (rule.check)
      for (const { plan } of plans)
        rule.check({
          reading,
          plan,
          campaign: plan.campaign,
          facts,
          scriptSize: () => options.scriptSize?.(plan),
          faulty: (place, about) =>
            faults.some(
              fault =>
                covering(place, fault.place) &&
                (about === undefined || `${fault.message} ${fault.help ?? ''}`.includes(about)),
            ),
          once,
          report: report => reports.of(rule, plan, report),
        });
  }
  const known = new Set(allRules.map(rule => rule.id));
  for (const rule of rules)
    if (ran.has(rule.id))
      rule.checkIgnores?.({ ignores, known, ran, report: report => reports.of(rule, undefined, report) });

  const findings = fold(
    reports.all,
    plans.map(({ plan }) => plan),
    reading.source,
  ).map(finding => (options.tolerate?.includes(finding.rule) ? { ...finding, severity: 'note' as const } : finding));
  const sound = wanted && !findings.some(finding => finding.severity === 'error');
  return { findings, ...(sound && { plan: mint(wanted.plan) }) };
}

function memory(facts: RepositoryFacts): <T>(read: (facts: RepositoryFacts) => T) => T {
  const known = new Map<unknown, unknown>();
  return <T>(read: (facts: RepositoryFacts) => T) => {
    if (!known.has(read)) known.set(read, read(facts));
    return known.get(read) as T;
  };
}
