import type { PlannedOutput, PlannedStage } from '../plan/plan.ts';
import type { StoreKind } from './fault.ts';

/** What a rehearsal has found: a value for every format. Times in seconds of the campaign, money in US dollars. */
export interface Rehearsal {
  readonly campaign: string;
  readonly profile?: string;
  /** What the campaign's store is. */
  readonly store: StoreKind;
  readonly checkpoint: number;
  /** Seconds of the campaign in one second of the rehearsal, for each kind of store that was used. */
  readonly scale: Readonly<Partial<Record<StoreKind, number>>>;
  /**
   * Where the lengths of the stages come from: their timeouts, or the run of this id; or, where the commands were real, what they took
   * up to the fault, which came `after` seconds of the stage.
   */
  readonly durations:
    | { readonly from: 'timeouts' }
    | { readonly from: 'run'; readonly run: string }
    | { readonly from: 'commands'; readonly after: number };
  /** Of all machines, an hour; absent where it is not known, and then nothing has a price. */
  readonly usdPerHour?: number;
  readonly maxLoss?: number;
  readonly seed?: number;
  readonly stages: readonly RehearsedStage[];
  readonly faults: readonly RehearsedFault[];
  /** Stage by stage, in each fault by fault, in each point by point. */
  readonly cells: readonly Cell[];
  /** Nothing is broken, and nothing lost more than `maxLoss`. */
  readonly held: boolean;
  /** Seconds that the rehearsal itself has taken. */
  readonly took: number;
}

export interface RehearsedStage {
  readonly stage: string;
  /** How long one attempt takes. */
  readonly seconds: number;
  /** What it writes and what never leaves the box, by declaration. */
  readonly notUploaded: readonly string[];
  readonly neverSavedWhileRunning: readonly string[];
}

export interface RehearsedFault {
  readonly fault: string;
  readonly title: string;
  readonly meaning: string;
}

/** One stage under one fault. */
export interface Cell {
  readonly stage: string;
  readonly fault: string;
  /** Which of `--points`; absent where the fault comes at the worst moment. */
  readonly point?: number;
  readonly outcome: Outcome;
  readonly verdict: Verdict;
}

export type Outcome = Survival | NotRehearsed;

/** Without its prebuilt artifacts the run builds them on the box, or runs nothing. */
export type Does = 'built' | 'not-started';

/** It was really done, and this is what the store held afterwards. */
export interface Survival {
  readonly rehearsed: true;
  /** What it was rehearsed with: a bucket costs time, and only some faults have to do with it. */
  readonly store: StoreKind;
  /** How the stage has ended by what the store says; absent: the store has no result of it. */
  readonly state?: string;
  /** The script's exit status, or the signal that ended it. */
  readonly exit: number | string;
  /** Seconds of the campaign's work in the store: of stages that passed, and of this one. */
  readonly kept: number;
  /** Seconds of work that were written and are not in the store. */
  readonly lost: number;
  /** What was lost most of, such as an output's path; absent when nothing was. */
  readonly of?: string;
  /** Seconds that the stage's own commands ran; absent where a stand-in did. */
  readonly ran?: number;
  /** What the run did where the figures do not tell; absent elsewhere. */
  readonly does?: Does;
  /** Seconds of work that are done again: by retries of this run and by taking it up. */
  readonly again: number;
  /** Names of the stages that run again when it is taken up. */
  readonly stagesAgain: readonly string[];
  /** Dollars for `again`; absent where no price is known. */
  readonly usd?: number;
  /** What must never be and was; a rehearsal with any of it has failed. */
  readonly broken: readonly string[];
}

export interface NotRehearsed {
  readonly rehearsed: false;
  readonly why: string;
}

/** `too-much`: over `limits.max-loss`; `broken`: something was that must never be. */
export type Verdict = 'kept' | 'lost' | 'too-much' | 'broken' | 'not-rehearsed';

/** How an outcome is to be judged. `maxLoss`: `limits.max-loss` in seconds. */
export function verdictOn(outcome: Outcome, maxLoss: number | undefined): Verdict {
  if (!outcome.rehearsed) return 'not-rehearsed';
  if (outcome.broken.length > 0) return 'broken';
  if (maxLoss !== undefined && outcome.lost > maxLoss) return 'too-much';
  return outcome.lost > 0 ? 'lost' : 'kept';
}

/** Whether a rehearsal with these cells has held. What was not rehearsed does not fail it, and is said. */
export function holds(cells: readonly Cell[]): boolean {
  return cells.every(({ verdict }) => verdict !== 'broken' && verdict !== 'too-much');
}

/** What is told of a stage that takes so many seconds. */
export function told({ name, produces }: PlannedStage, seconds: number): RehearsedStage {
  const paths = (which: (output: PlannedOutput) => boolean) => produces.filter(which).map(({ path }) => path.text);
  return {
    stage: name,
    seconds,
    notUploaded: paths(({ upload }) => !upload),
    neverSavedWhileRunning: paths(({ upload, checkpoint }) => upload && checkpoint === 0),
  };
}
