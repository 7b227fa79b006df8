import type { Command } from './command.ts';
import type { Repository } from './repository.ts';

/** How much of a stage's command CI does. */
export type Coverage =
  | { readonly covers: 'no' }
  /** `why`: one sentence that says why one includes the other. */
  | { readonly covers: 'whole'; readonly why: string }
  /** `rest`: what is new in the stage and how to run only that; `left`: that, in the family's own terms, where it is exactly known. */
  | { readonly covers: 'part'; readonly why: string; readonly rest: string; readonly left?: unknown };

export const NO: Coverage = { covers: 'no' };

/**
 * What a command is for. `check` passes or fails; `build` makes something that others may use; `run` does whatever the
 * program does (a measurement, data); `setup` is no work of its own.
 */
export type Nature = 'check' | 'build' | 'run' | 'setup';

/** What a family read in a command. `detail` is the family's own. */
export interface Work<D> {
  readonly nature: Nature;
  readonly detail: D;
}

/** One family of tools: what its commands do, and when one does another's work. One file in families/. */
export interface Family<D> {
  readonly name: string;
  /** `undefined` when the command is none of this family's. */
  read(command: Command, repository: Repository): Work<D> | undefined;
  /** Environment is compared elsewhere; this compares what the words say. */
  covers(ci: D, stage: D): Coverage;
  /** What they are about, as a text: those about other things do none of each other's work, nor what is left of it. */
  subject(detail: D): string;
}

/** A command of either side, read by its family. */
export interface WorkUnit {
  readonly command: Command;
  readonly nature: Nature;
  readonly family: string;
  /** How much of `stage` this one does. Units of different families do none of each other's work. */
  covers(stage: WorkUnit): Coverage;
  readonly detail: unknown;
  /** The digest of what it is about: units of other subjects do none of each other's work. */
  readonly subject: number;
  /** One object for all units in whose commands the same was read: what one of them covers, the others do. */
  readonly alike: object;
}

/** Binds a command to its family; the detail's type is known only in there. */
export function unit<D extends object>(family: Family<D>, command: Command, work: Work<D>): WorkUnit {
  return {
    command,
    nature: work.nature,
    family: family.name,
    detail: work.detail,
    subject: digest(family.subject(work.detail)),
    alike: work.detail,
    covers: stage => (stage.family === family.name ? family.covers(work.detail, stage.detail as D) : NO),
  };
}

/** FNV-1a of 32 bits. Two subjects that share a number are only compared in vain. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
