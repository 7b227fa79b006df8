import { addEntry, addToList, mapAt, removeEntry, takesComment } from '../schema/edit.ts';
import type { Campaign, Stage } from '../schema/model.ts';
import type { MapNode } from '../schema/node.ts';
import type { Place } from '../schema/source.ts';
import type { Edit, Fix, Safety } from './finding.ts';
import type { ShellText } from './stage-script.ts';

/** A fix of one edit; none where there is no edit. For the reports of rules: `...fixBy('safe', 'write …', edit)`. */
export function fixBy(safety: Safety, title: string, edit: Edit | undefined): { readonly fix?: Fix } {
  return edit ? { fix: { title, safety, edits: [edit] } } : {};
}

/** A new key of a stage. */
export function inStage(stage: Stage, key: string, value: string): Edit | undefined {
  const body = bodyOf(stage);
  return body && addEntry(body, key, value);
}

/** More entries for a list of a stage, such as `requires`. */
export function inStageList(stage: Stage, key: string, items: readonly string[]): Edit | undefined {
  const body = bodyOf(stage);
  return body && addToList(body, key, items);
}

/** Takes a key that says nothing any more out of a map; safe where no comment goes with it. */
export function without(map: MapNode | undefined, key: string, title: string): { readonly fix?: Fix } {
  const edit = map && removeEntry(map, key);
  return edit ? fixBy(takesComment(edit) ? 'unsafe' : 'safe', title, edit) : {};
}

/** The stage's map where it is written at the stage: what an alias brings belongs to others too. */
export function bodyOf({ body, name }: Stage): MapNode | undefined {
  return body.range.start >= name.place.range.end ? body : undefined;
}

/** Takes a key out of the entry of `produces` that holds a place. */
export function outOfOutput(stage: Stage, place: Place, key: string): Edit | undefined {
  const list = bodyOf(stage)?.entries.find(entry => entry.key.text === 'produces')?.value;
  if (list?.kind !== 'sequence') return undefined;
  const output = list.items.find(({ range }) => range.start <= place.range.start && place.range.end <= range.end);
  return output?.kind === 'map' ? removeEntry(output, key) : undefined;
}

/** A new key under a key of the top level, which is made below `version` where there is none. */
export function inSection({ root }: Campaign, section: string, key: string, value: string): Edit | undefined {
  const map = mapAt(root, section);
  if (map) return addEntry(map, key, value);
  return root.entries.some(entry => entry.key.text === section)
    ? undefined
    : addEntry(root, section, `{ ${key}: ${value} }`, 'version');
}

/** More entries for a list of `machine`, which must be there. */
export function inMachineList({ root }: Campaign, key: string, items: readonly string[]): Edit | undefined {
  const machine = mapAt(root, 'machine');
  return machine && addToList(machine, key, items);
}

/** Puts other letters where a place holds just these, in quotes or not. */
export function replacing({ source, range }: Place, written: string, meant: string): Edit | undefined {
  const slice = source.text.slice(range.start, range.end);
  const at = /^(["'])(.*)\1$/s.exec(slice)?.[2] === written ? 1 : slice === written ? 0 : undefined;
  if (at === undefined) return undefined;
  const start = range.start + at;
  return { place: { source, range: { start, end: start + written.length } }, replacement: meant };
}

/** Takes the end of a command away, such as `|| true`, with the blanks before it. */
export function withoutEnd(text: ShellText, start: number, end: number): Edit | undefined {
  const place = exactly(text, start, end);
  if (!place) return undefined;
  const { source, range } = place;
  const blanks = /[ \t]*$/.exec(source.text.slice(Math.max(0, range.start - 200), range.start))![0].length;
  return { place: { source, range: { start: range.start - blanks, end: range.end } }, replacement: '' };
}

/** Takes a command away that has a line for itself, with the line. */
export function withoutLine(text: ShellText, start: number, end: number): Edit | undefined {
  const place = exactly(text, start, end);
  if (!place) return undefined;
  const { source, range } = place;
  const from = source.text.lastIndexOf('\n', range.start - 1) + 1;
  const newline = source.text.indexOf('\n', range.end);
  if (newline < 0 || source.text.slice(from, newline).trim() !== source.text.slice(range.start, range.end))
    return undefined;
  return { place: { source, range: { start: from, end: newline + 1 } }, replacement: '' };
}

/** Where shell code stands letter for letter as it is run, on one line. */
export function exactly(text: ShellText, start: number, end: number): Place | undefined {
  const place = text.placeOf(start, end);
  const slice = place.source.text.slice(place.range.start, place.range.end);
  return slice === text.text.slice(start, end) && !slice.includes('\n') ? place : undefined;
}
