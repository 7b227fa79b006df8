import type { Plan, PlannedStage } from '../plan/plan.ts';
import type { Diagnostic } from '../schema/diagnostic.ts';
import type { Place, Source } from '../schema/source.ts';
import type { FaultIndex } from './covering.ts';
import type { Finding } from './finding.ts';
import type { Ignore } from './ignore.ts';
import type { Messages, Report, Rule } from './rule.ts';
import { ALWAYS_ERRORS, type Settings } from './settings.ts';

/** A finding before it is known which instances and profiles share it. */
export interface RawFinding extends Omit<Finding, 'stage' | 'profile'> {
  /** An instance, or a stage's name where no instance is known. */
  readonly stage?: PlannedStage | string;
  /** Absent: found without a plan, so in all of them. */
  readonly plan?: Plan;
  readonly profile?: string;
}

/** Takes what the rules state, keeps back what a fault explains or a comment ignores, and gives the rest its severity. */
export class Reports {
  readonly all: RawFinding[] = [];
  /** What ignore comments keep back. */
  readonly ignored: RawFinding[] = [];
  readonly settings: Settings;
  readonly #faults: FaultIndex;
  readonly ignores: readonly Ignore[];

  constructor(settings: Settings, faults: FaultIndex, ignores: readonly Ignore[]) {
    this.settings = settings;
    this.#faults = faults;
    this.ignores = ignores;
    // What a fault keeps a rule from finding may be what the comment is about.
    for (const ignore of ignores) {
      const { comment, reach } = ignore;
      const reached = reach && { source: comment.source, range: reach };
      if (reached) for (const _ of faults.inside(reached)) ignore.used = true;
    }
  }

  /** A fault that reading or planning found, as a finding of the rule it belongs to. */
  fault(rule: Rule, fault: Diagnostic): void {
    const { message, place, related = [], help, fix, stage, profile } = fault;
    const raw: RawFinding = {
      rule: rule.id,
      severity: this.settings.severity(rule),
      message,
      place,
      related,
      help: help ?? rule.instead,
      ...(fix && { fix }),
      ...(stage !== undefined && { stage }),
      ...(profile !== undefined && { profile }),
    };
    if (ALWAYS_ERRORS.has(rule.id)) this.all.push(raw);
    else this.keep(raw, [place]);
  }

  /** What a rule states, of one plan or of the whole file. */
  of(rule: Rule, plan: Plan | undefined, report: Report<Messages>): void {
    const { place, stage, related = [], help, cost, fix } = report;
    if (this.#faults.touches(place)) return;
    const say = rule.messages[report.message] as (args: unknown) => string;
    const raw: RawFinding = {
      rule: rule.id,
      severity: this.settings.severity(rule, report.severity),
      message: say(report.args),
      place,
      related,
      ...(help !== undefined && { help }),
      ...(cost !== undefined && { cost }),
      ...(fix && { fix }),
      // What the compiler derives has no name that the user wrote.
      ...(stage && !stage.derived && { stage }),
      ...(plan && { plan }),
    };
    if (rule.checkIgnores) this.all.push(raw);
    else this.keep(raw, [place, within(place, stage)]);
  }

  private keep(raw: RawFinding, places: readonly Place[]): void {
    const reaching = this.ignores.filter(
      ({ rule, comment, reach }) =>
        rule === raw.rule &&
        reach &&
        places.some(
          ({ source, range }) =>
            isSame(comment.source, source) && reach.start <= range.start && range.start < reach.end,
        ),
    );
    for (const ignore of reaching) ignore.used = true;
    const [by] = reaching;
    if (by) this.ignored.push({ ...raw, ignored: { reason: by.reason, place: by.comment } });
    else this.all.push(raw);
  }
}

/** A script that several stages run is read for each of them. */
function isSame(a: Source, b: Source): boolean {
  return a === b || (a.path === b.path && a.text === b.text);
}

/** For a finding in a script: the stage's `run`, where the comment that ignores it has its place. */
function within(place: Place, stage: PlannedStage | undefined): Place {
  return stage && place.source !== stage.stage.run.place.source ? stage.stage.run.place : place;
}
