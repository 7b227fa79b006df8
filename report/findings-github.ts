import type { Finding } from '../lint/finding.ts';
import { readable } from '../plan/symbol.ts';
import { positionAt } from '../schema/source.ts';
import { type Findings, toldOneByOne } from './findings.ts';

/** The commands of https://docs.github.com/actions/reference/workflow-commands-for-github-actions. */
const COMMANDS: Readonly<Record<Finding['severity'], string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Workflow commands, one line a finding: GitHub shows each beside the line it is about. */
export function findingsGithub(told: Findings): string {
  return toldOneByOne(told.findings)
    .map(finding => `${command(finding, told)}\n`)
    .join('');
}

function command(
  { rule, severity, message, place, stage, profile, help, cost }: Finding,
  { nameOf }: Findings,
): string {
  const start = positionAt(place.source, place.range.start);
  const end = positionAt(place.source, place.range.end);
  const properties = {
    file: nameOf?.(place.source) ?? place.source.path,
    line: start.line,
    endLine: end.line,
    // Of a range over several lines GitHub takes no columns.
    ...(start.line === end.line && { col: start.column, endColumn: end.column }),
    title: `${rule}${stage === undefined ? '' : ` (stage ${readable(stage)})`}`,
  };
  const said = [
    profile === undefined ? message : `${message} (profile \`${profile}\`)`,
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...(cost === undefined ? [] : [`cost: ${cost}`]),
  ];
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${COMMANDS[severity]} ${written.join(',')}::${data(readable(said.join('\n')))}`;
}

/** As `escapeData` and `escapeProperty` of actions/toolkit, packages/core/src/command.ts. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
