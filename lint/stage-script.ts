import type { Plan, PlannedStage } from '../plan/plan.ts';
import type { Place, Source } from '../schema/source.ts';
import type { Template } from '../schema/template.ts';

/** A bash text and where its letters stand: a stage's `run`, or a script of the repository. */
export interface ShellText {
  readonly text: string;
  /** The place of `text.slice(start, end)`, in the file that holds it. */
  placeOf(start: number, end: number): Place;
}

/** What a stage runs, expressions replaced, with every letter's place in the YAML; what an expression gave stands at the expression. */
export function stageScript(stage: PlannedStage): ShellText {
  return plannedScript(stage.stage.run, stage.run, stage.matrix);
}

/** What `machine.setup` runs, in the same way. */
export function setupScript({ machine, campaign }: Plan): ShellText | undefined {
  const written = campaign.machine?.setup;
  return written && machine.setup !== undefined ? plannedScript(written, machine.setup, []) : undefined;
}

/** `text` is what `run` has become in the plan. */
function plannedScript(run: Template, text: string, matrix: PlannedStage['matrix']): ShellText {
  const pieces = aligned(run, text, matrix);
  const offset = (at: number, end: boolean): number => {
    const piece = pieces.findLast(({ from }) => (end ? from < at : from <= at)) ?? pieces[0];
    if (!piece) return run.place.range.start;
    if (piece.range) return end ? piece.range.end : piece.range.start;
    return run.node.offsetAt(sourceIndex(run.text, piece.index, at - piece.from));
  };
  return {
    text,
    placeOf: (start, end) => {
      const first = offset(start, false);
      return { source: run.node.source, range: { start: first, end: Math.max(first, offset(end, true)) } };
    },
  };
}

/** A script of the repository as it is run: its own text, its own places. */
export function fileScript(source: Source): ShellText {
  return { text: source.text, placeOf: (start, end) => ({ source, range: { start, end } }) };
}

/** A text of a file without its byte order mark, which is no letter of it; columns are counted without it, as editors do. */
export function unmarked(text: string): string {
  return text.replace(/^\ufeff/, '');
}

/** A stretch of the planned text: literal (`index` in the template's text) or from an expression (`range` in the source). */
interface Piece {
  readonly from: number;
  readonly index: number;
  readonly range?: { readonly start: number; readonly end: number };
}

function aligned(run: Template, text: string, matrix: PlannedStage['matrix']): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let index = 0;
  for (const [at, part] of run.parts.entries()) {
    if (part.kind === 'text') {
      pieces.push({ from, index });
      index = sourceIndex(run.text, index, part.value.length);
      from += part.value.length;
      continue;
    }
    pieces.push({ from, index, range: part.range });
    index = run.text.indexOf('}}', index) + 2;
    const next = run.parts[at + 1];
    const following = next?.kind === 'text' ? next.value : undefined;
    const known = matrix.find(({ name }) => `matrix.${name}` === part.name);
    const guess = known === undefined ? undefined : String(known.value ?? '');
    // Its value is not in the plan, but what follows it is: the nearest such text ends it.
    if (guess !== undefined && text.startsWith(guess + (following ?? ''), from)) from += guess.length;
    else if (following !== undefined) from = Math.max(from, text.indexOf(following, from));
    else if (next === undefined) from = text.length;
  }
  return pieces;
}

/** The index in a template's text that lies `length` letters of its value after `index`; `$${{` is written for `${{`. */
function sourceIndex(text: string, index: number, length: number): number {
  let at = index;
  for (let left = length; left > 0; left--) at += text.startsWith('$${{', at) ? 2 : 1;
  return at;
}
