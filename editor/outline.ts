import type { DocumentLink, DocumentSymbol, SymbolKind } from 'vscode-languageserver-protocol';
import { entriesOf } from '../schema/build/fields.ts';
import type { Entry } from '../schema/node.ts';
import type { Range } from '../schema/source.ts';
import { toRange } from './position.ts';
import type { NamedPath, Study } from './study.ts';

/** As the protocol numbers them. */
const KINDS = { section: 3, stage: 12, name: 13, value: 15 } as const satisfies Record<string, SymbolKind>;

/** Sections whose entries are names that the author chose. */
const NAMED = new Map<string, SymbolKind>([
  ['stages', KINDS.stage],
  ['params', KINDS.name],
  ['secrets', KINDS.name],
  ['env', KINDS.name],
  ['hosts', KINDS.name],
  ['profiles', KINDS.section],
]);

/** The sections of the file, and below them its stages, parameters, profiles and other names. */
export function outline({ reading }: Study): readonly DocumentSymbol[] {
  return entriesOf(reading.root).flatMap(entry => {
    const kind = NAMED.get(entry.key.text);
    const children = kind ? entriesOf(entry.value).flatMap(child => symbol(child, kind, []) ?? []) : [];
    const section = entry.value.kind === 'map' || entry.value.kind === 'sequence';
    return symbol(entry, section ? KINDS.section : KINDS.value, children) ?? [];
  });

  function symbol({ key, value }: Entry, kind: SymbolKind, children: DocumentSymbol[]): DocumentSymbol | undefined {
    // What a merge key brings is written elsewhere.
    if (key.source !== reading.source || key.text === '') return undefined;
    const inner = value.range.start >= key.range.end ? value.range.end : key.range.end;
    const end = Math.max(key.range.end, trimmed(reading.source.text, inner));
    const whole = { start: key.range.start, end };
    const inside = children.filter(child => contains(toRange(reading.source, whole), child.range));
    return {
      name: key.text,
      kind,
      range: toRange(reading.source, whole),
      selectionRange: toRange(reading.source, key.range),
      ...(value.kind === 'scalar' && value.text !== '' && { detail: value.text.split('\n')[0]!.slice(0, 80) }),
      ...(inside.length > 0 && { children: inside }),
    };
  }
}

function trimmed(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1]!)) at--;
  return at;
}

type Lined = DocumentSymbol['range'];

function contains(outer: Lined, inner: Lined): boolean {
  const before = (a: Lined['start'], b: Lined['start']) =>
    a.line < b.line || (a.line === b.line && a.character <= b.character);
  return before(outer.start, inner.start) && before(inner.end, outer.end);
}

/** Files of the repository that the campaign names. */
export function links(study: Study): readonly DocumentLink[] {
  const { reading, uriOf } = study;
  const all = new Map<number, DocumentLink>();
  for (const { path, range } of [...required(study), ...study.files])
    if (range.end > range.start && !all.has(range.start))
      all.set(range.start, { range: toRange(reading.source, range), target: uriOf({ path }) });
  return [...all.entries()].sort(([a], [b]) => a - b).map(([, link]) => link);
}

function* required({ plan, facts, reading }: Study): Iterable<NamedPath> {
  if (!facts) return;
  const isFile = (path: string) => facts.exists(path) === 'file';
  for (const stage of plan?.stages ?? [])
    for (const one of stage.requires) {
      if (one.kind !== 'path' || one.path.kind !== 'file' || one.path.absolute || one.place.source !== reading.source)
        continue;
      const written = one.requirement.kind === 'path' ? one.requirement.path.place.range : one.place.range;
      if (isFile(one.path.text)) yield { path: one.path.text, range: inner(written, reading.source.text) };
    }
  const { campaign } = reading;
  if (campaign?.ci && 'workflows' in campaign.ci)
    for (const { value, place } of campaign.ci.workflows)
      if (!/[*?[{]/.test(value) && isFile(value)) yield { path: value, range: inner(place.range, reading.source.text) };
}

/** Without quotes. */
function inner({ start, end }: Range, text: string): Range {
  return /^["']$/.test(text[start] ?? '') && end - start > 1 ? { start: start + 1, end: end - 1 } : { start, end };
}
