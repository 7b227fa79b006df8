import type { Finding } from '../lint/finding.ts';
import { readable } from '../plan/symbol.ts';
import { type Place, positionAt } from '../schema/source.ts';
import { excerpt, visible } from './excerpt.ts';
import { count, countsText, type Findings, toldOneByOne } from './findings.ts';
import { foldText } from './fold-text.ts';
import type { Colors } from './run/style.ts';

export interface PrettyOptions {
  readonly colors: Colors;
  /** The width of the window; absent in a pipe: sentences are not folded, and only very long source lines are cut. */
  readonly columns?: number | undefined;
  /** Findings alone, without the line that counts them. */
  readonly quiet?: boolean;
}

/** Findings for people: what, where, the line with marks below it, related places, what to do, what it costs. */
export function findingsPretty(told: Findings, options: PrettyOptions): string {
  const findings = toldOneByOne(told.findings);
  const blocks = findings.map(finding => `${block(finding, told, options)}\n\n`);
  const rest = told.findings.length - findings.length;
  if (rest > 0) blocks.push(`… and ${rest} more: mend some of these first\n\n`);
  return blocks.join('') + (options.quiet ? '' : `${summaryLine(told, options)}\n`);
}

function block(finding: Finding, told: Findings, { colors, columns }: PrettyOptions): string {
  const { dim, bold, cyan } = colors;
  const color = colorOf(finding.severity, colors);
  const places = [finding.place, ...finding.related.map(({ place }) => place)];
  const digits = Math.max(...places.map(place => String(positionAt(place.source, place.range.start).line).length));
  const margin = ' '.repeat(digits + 1);
  const room = (columns ?? 160) - digits - 4;
  const name = (place: Place) => {
    const { line, column } = positionAt(place.source, place.range.start);
    return `${visible(told.nameOf?.(place.source) ?? place.source.path)}:${line}:${column}`;
  };
  const snippet = (place: Place, mark: string, paint: (text: string) => string): string[] => {
    const { line, text, indent, marks, endLine } = excerpt(place, room);
    if (place.source.text === '') return [];
    const to = endLine === undefined ? '' : dim(` to line ${endLine}`);
    return [
      `${dim(`${String(line).padStart(digits)} |`)} ${text}`.trimEnd(),
      `${margin}${dim('|')} ${' '.repeat(indent)}${paint(mark.repeat(marks))}${to}`,
    ];
  };
  const sentence = (lead: string, said: string) => foldText(lead, said, columns, digits + 4);

  const about = [
    ...(finding.stage === undefined ? [] : [`stage ${finding.stage}`]),
    ...(finding.profile === undefined ? [] : [`profile ${finding.profile}`]),
  ].map(word => visible(readable(word)));
  const head = `${finding.severity}[${finding.rule}]:`;
  const said = foldText(`${head} `, visible(readable(finding.message)), columns, 2);
  const lines = said.map((line, index) =>
    index === 0 ? color(bold(head)) + bold(line.slice(head.length)) : bold(line),
  );
  const arrow = `${margin.slice(1)}--> `;
  const [where, ...more] = sentence(arrow, name(finding.place) + (about.length > 0 ? ` (${about.join(', ')})` : ''));
  lines.push(where!.replace('-->', cyan('-->')), ...more);
  lines.push(...snippet(finding.place, '^', color));
  for (const { place, message } of finding.related) {
    lines.push(...sentence(`${margin.slice(1)}::: `, `${name(place)}: ${visible(readable(message))}`));
    lines.push(...snippet(place, '-', cyan));
  }
  for (const [label, said] of [
    ['help', finding.help],
    ['cost', finding.cost],
    [finding.fix?.safety === 'unsafe' ? 'unsafe fix' : 'fix', finding.fix?.title],
  ] as const) {
    if (said === undefined) continue;
    const [first, ...rest] = sentence(`${margin}= ${label}: `, visible(readable(said)));
    lines.push(first!.replace(`${label}:`, bold(`${label}:`)), ...rest);
  }
  return lines.join('\n');
}

function colorOf(severity: Finding['severity'], { red, yellow, cyan }: Colors): (text: string) => string {
  return severity === 'error' ? red : severity === 'warning' ? yellow : cyan;
}

function summaryLine(told: Findings, { colors, columns }: PrettyOptions): string {
  const counts = count(told.findings);
  const where = `in ${told.files} ${told.files === 1 ? 'file' : 'files'}`;
  if (told.findings.length === 0) return `${colors.green('no findings')} ${where}`;
  const rules = [...new Set(told.findings.map(finding => finding.rule))];
  const rule = rules.length === 1 ? rules[0]! : 'RULE';
  const more = foldText('', `why, and what to write instead: campaign explain ${rule}`, columns);
  const fixes = fixesText(told.findings).flatMap(text => foldText('', text, columns));
  return `${colors.bold(countsText(counts))} ${where}\n${[...fixes, ...more].map(colors.dim).join('\n')}`;
}

function fixesText(findings: readonly Finding[]): readonly string[] {
  const of = (safety: string) => findings.filter(({ fix }) => fix?.safety === safety).length;
  const [safe, unsafe] = [of('safe'), of('unsafe')];
  return [
    ...(safe > 0 ? [`${safe} can be fixed: campaign lint --fix`] : []),
    ...(unsafe > 0
      ? [
          `${unsafe} ${unsafe === 1 ? 'has an unsafe fix' : 'have unsafe fixes'}, to be looked at: campaign lint --diff --unsafe`,
        ]
      : []),
  ];
}
