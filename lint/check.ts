import { type CheckedPlan, mint } from '../plan/checked.ts';
import type { Plan } from '../plan/plan.ts';
import type { Reading } from '../schema/read.ts';
import type { Source } from '../schema/source.ts';
import type { Template } from '../schema/template.ts';
import { FaultIndex } from './covering.ts';
import type { RepositoryFacts, ScriptSize } from './facts.ts';
import type { Finding } from './finding.ts';
import { fold } from './fold.ts';
import { commentIgnores, type Ignore, shellIgnores } from './ignore.ts';
import { plansOf, type Wanted, wantedPlan } from './plans.ts';
import { recipeTexts } from './recipes/recipe-texts.ts';
import { Reports } from './reports.ts';
import type { Messages, Rule, RuleContext } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { ALWAYS_ERRORS, settings } from './settings.ts';
import { allTexts } from './stage-shell.ts';

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
  /** What `# campaign-ignore:` comments keep back, with the comment that does; in the same order. */
  readonly ignored: readonly Finding[];
  /** The wanted plan; absent when a finding is an error. */
  readonly plan?: CheckedPlan;
}

/**
 * Judges a campaign: its base and every profile, by every rule that its `lint:` settings leave on. Knows of the world only
 * what the options bring, and is the only one that mints a `CheckedPlan`.
 */
export function check(reading: Reading, options: CheckOptions): Checked {
  const steps = judging(reading, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * As `check`, for a caller who can ask `facts.shellcheck` beforehand: `ahead` is given every bash text of the plans and settles when
 * the answers are there; meanwhile all that needs none of them is judged.
 */
export async function checkBeside(
  reading: Reading,
  options: CheckOptions,
  ahead: (texts: readonly string[]) => Promise<void>,
): Promise<Checked> {
  const steps = judging(reading, options);
  const planned = steps.next();
  if (planned.done) return planned.value;
  const answered = ahead(planned.value);
  steps.next();
  await answered;
  return steps.next().value as Checked;
}

/** Yields the bash texts of the plans, and again before the rules that ask about them. */
function* judging(reading: Reading, options: CheckOptions): Generator<readonly string[], Checked, undefined> {
  const { facts, tolerate = [] } = options;
  const rules = options.rules ?? allRules;
  const set = settings(reading.campaign, allRules);
  const plans = reading.campaign ? plansOf(reading.campaign, options) : [];
  const wanted = reading.campaign && wantedPlan(reading.campaign, plans, options);
  const found = [...plans, ...(wanted ? [wanted] : [])].flatMap(({ diagnostics }) => diagnostics);
  const faults = [...reading.diagnostics, ...set.diagnostics, ...found];
  const ignores = [
    ...commentIgnores(reading),
    ...shellIgnores(
      plans.flatMap(({ plan }) => runsOf(plan)),
      plans.flatMap(({ plan }) => scriptsRun(plan, facts)),
    ),
  ];
  excuseOff(
    ignores,
    plans.map(({ plan }) => plan),
  );
  const index = new FaultIndex(faults);
  const reports = new Reports(set, index, ignores);
  const shared = { reading, facts, faulty: faultyAmong(index), once: memory(facts) };
  const ran = new Set<string>();

  const asking = rules.filter(rule => asksShellcheck(rule) && !set.isOff(rule.id));
  yield asking.length > 0 ? plans.flatMap(({ plan }) => textsOf(plan)) : [];
  // Findings are put in order at the end: which rule comes first does not matter.
  for (const rule of rules) if (!asksShellcheck(rule)) judge(rule);
  yield [];
  for (const rule of asking) judge(rule);
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
  const ignored = fold(reports.ignored, judged, reading.source);
  return { findings, ignored, ...(wanted && sound && { plan: mint(wanted.plan) }) };

  function judge(rule: Rule): void {
    if (set.isOff(rule.id) || (rule.check && plans.length === 0)) return;
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
}

/** What a stage that is off would be found for is not known, so nobody can say that an ignore in it is unused. */
function excuseOff(ignores: readonly Ignore[], plans: readonly Plan[]): void {
  if (ignores.length === 0) return;
  const off = new Set(plans.flatMap(({ stages }) => stages.filter(stage => stage.off).map(({ stage }) => stage.place)));
  for (const { source, range } of off)
    for (const ignore of ignores) {
      const { reach, comment } = ignore;
      if (reach && comment.source === source && range.start <= reach.start && reach.start <= range.end)
        ignore.used = true;
    }
}

function asksShellcheck({ asks }: Rule): boolean {
  return asks === 'shellcheck';
}

/** What runs of a plan, as far as it stands in the campaign. */
function textsOf({ stages, machine }: Plan): readonly string[] {
  const texts = stages.filter(({ off }) => off === undefined).map(({ run }) => run);
  return machine.setup === undefined ? texts : [machine.setup, ...texts];
}

/** Whether a plan has what every script needs; a plan that other rules reject for less is not measured. */
function isCompilable({ limits, cycles, stages }: Plan): boolean {
  return limits.wall !== undefined && cycles.length === 0 && stages.every(({ timeout }) => timeout !== undefined);
}

/** Every bash text of the campaign that a plan holds. */
function runsOf(plan: Plan): readonly Template[] {
  const setup = plan.campaign.machine?.setup;
  return [...plan.stages.map(({ stage }) => stage.run), ...(setup ? [setup] : [])];
}

/** Every script of the repository that a plan runs. */
function scriptsRun(plan: Plan, facts: RepositoryFacts): readonly Source[] {
  const scripts = [...allTexts(plan, facts)].filter(({ reading }) => reading.script !== undefined);
  return [...scripts, ...recipeTexts(plan, facts)].map(({ reading }) => reading.text.placeOf(0, 0).source);
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
