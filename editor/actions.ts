import type { CodeAction, Diagnostic, TextEdit, Range as TextRange } from 'vscode-languageserver-protocol';
import type { Finding, Fix } from '../lint/finding.ts';
import { apart } from '../lint/mend.ts';
import { positionAt, type Range, type Source } from '../schema/source.ts';
import { diagnostic } from './diagnostics.ts';
import { toOffset, toRange } from './position.ts';
import { spotAt } from './spot.ts';
import type { Study } from './study.ts';

/** The command that shows a rule's page; its one argument is the rule's id. */
export const EXPLAIN = 'campaign.explain';

/** Repairs of everything at once, as editors ask for it on saving. */
export const FIX_ALL = 'source.fixAll.campaign';

/** Rules whose findings no comment can keep back. */
const STUBBORN = new Set(['syntax', 'schema', 'unknown-name', 'unused-ignore', 'ignore-without-reason']);

/** What can be done about the findings in a range. `only`: kinds that are asked for; absent: all but the repairs at once. */
export function actions(study: Study, at: TextRange, only: readonly string[] | undefined): readonly CodeAction[] {
  const { source } = study.reading;
  const wanted = (kind: string) => !only || only.some(one => one === '' || kind === one || kind.startsWith(`${one}.`));
  const reach = { start: toOffset(source, at.start), end: toOffset(source, at.end) };
  const own = (study.findings ?? []).filter(({ place }) => place.source === source);
  const met = own.filter(({ place: { range } }) => range.start <= reach.end && reach.start <= range.end);
  return [
    ...(wanted('quickfix') ? met.flatMap(finding => quickFixes(finding, study)) : []),
    ...(wanted('quickfix') ? explanations(met) : []),
    ...(only && wanted(FIX_ALL) ? fixAll(own, study) : []),
  ];
}

function quickFixes(finding: Finding, study: Study): readonly CodeAction[] {
  const diagnostics = [diagnostic(finding, study)];
  return [...mended(finding, diagnostics, study), ...ignored(finding, diagnostics, study)];
}

function mended({ fix }: Finding, diagnostics: Diagnostic[], study: Study): readonly CodeAction[] {
  if (!fix) return [];
  const { title, safety } = fix;
  return [
    {
      title: capital(safety === 'safe' ? title : `${title} (look at what it changes)`),
      kind: 'quickfix',
      diagnostics,
      ...(safety === 'safe' && { isPreferred: true }),
      edit: { changes: { [study.uriOf(fix.edits[0]!.place.source)]: [...edits(fix)] } },
    },
  ];
}

function edits(fix: Fix): readonly TextEdit[] {
  return fix.edits.map(({ place: { source, range }, replacement }) => ({
    range: toRange(source, range),
    newText: withLineEnds(replacement, source),
  }));
}

/** All safe repairs of the file that can be written at once, as `campaign lint --fix` chooses them. */
function fixAll(findings: readonly Finding[], study: Study): readonly CodeAction[] {
  const { source } = study.reading;
  const safe = findings.flatMap(({ fix }) => (fix?.safety === 'safe' ? [fix] : []));
  const own = safe.filter(fix => fix.edits.every(({ place }) => place.source === source));
  const chosen = apart(own).flatMap(edits);
  if (chosen.length === 0) return [];
  return [
    { title: 'Mend all that is safe to mend', kind: FIX_ALL, edit: { changes: { [study.uriOf(source)]: chosen } } },
  ];
}

function ignored({ rule, place }: Finding, diagnostics: Diagnostic[], study: Study): readonly CodeAction[] {
  if (STUBBORN.has(rule)) return [];
  const { source } = study.reading;
  const edit = ignoreEdit(rule, place.range, study);
  return [
    {
      title: `Ignore \`${rule}\` here, with a reason that you write`,
      kind: 'quickfix',
      diagnostics,
      edit: { changes: { [study.uriOf(source)]: [edit] } },
    },
  ];
}

/**
 * The comment goes on a line of its own: in a shell text before the command, where that begins its line; else before the key or
 * entry. At the first key of the file such a line would cover all of it, so there it goes to the end of the line.
 */
function ignoreEdit(rule: string, range: Range, study: Study): TextEdit {
  const { source, root } = study.reading;
  const comment = `# campaign-ignore: ${rule} -- `;
  const line = commandLine(range.start, study) ?? entryLine(range.start, study);
  const start = source.lineStarts[line - 1]!;
  const text = source.text.slice(start, source.lineStarts[line]);
  const first = root?.kind === 'map' ? root.entries[0]?.key.range.start : undefined;
  if (first !== undefined && positionAt(source, first).line === line) {
    const end = start + text.replace(/\s+$/, '').length;
    return { range: toRange(source, { start: end, end }), newText: ` ${comment}` };
  }
  const indent = /^[ \t]*/.exec(text)![0];
  return { range: toRange(source, { start, end: start }), newText: withLineEnds(`${indent}${comment}\n`, source) };
}

/** The line of the command that a finding lies in, where a comment before it is one of the shell's. */
function commandLine(offset: number, { commands, reading }: Study): number | undefined {
  const { source, root } = reading;
  const spot = spotAt(root, offset);
  if (spot?.node.kind !== 'scalar' || source.text[spot.node.range.start] !== '|') return undefined;
  const own = positionAt(source, offset).line;
  // What an operator such as `|| true` belongs to begins on its line.
  const inside = commands.filter(
    ({ start, end }) => start <= offset && (offset <= end || positionAt(source, start).line === own),
  );
  for (const { start } of inside) {
    const { line } = positionAt(source, start);
    const lead = source.text.slice(source.lineStarts[line - 1], start);
    const before = source.text.slice(source.lineStarts[line - 2] ?? 0, source.lineStarts[line - 1]).trimEnd();
    if (lead.trim() === '' && !before.endsWith('\\')) return line;
  }
  return undefined;
}

/** The line where the innermost key or entry that begins its line holds an offset. */
function entryLine(offset: number, { reading: { source, root } }: Study): number {
  const spot = spotAt(root, offset);
  const start = spot?.node.kind === 'scalar' ? keyBefore(source, spot.node.range.start) : offset;
  return positionAt(source, start).line;
}

/** A value may begin on the line below its key. */
function keyBefore(source: Source, offset: number): number {
  const before = source.text.slice(0, offset).replace(/[\s]+$/, '');
  return before.endsWith(':') ? before.length - 1 : offset;
}

/** One explanation for each rule. */
function explanations(findings: readonly Finding[]): readonly CodeAction[] {
  return [...new Set(findings.map(({ rule }) => rule))].map(rule => ({
    title: `Explain \`${rule}\``,
    kind: 'quickfix',
    command: { title: 'Explain', command: EXPLAIN, arguments: [rule] },
  }));
}

function withLineEnds(text: string, source: Source): string {
  return text.replaceAll('\n', /\r\n|\n/.exec(source.text)?.[0] ?? '\n');
}

function capital(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}
