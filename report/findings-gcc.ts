import type { Finding } from '../lint/finding.ts';
import { readable } from '../plan/symbol.ts';
import { positionAt } from '../schema/source.ts';
import { visible } from './excerpt.ts';
import { type Findings, toldOneByOne } from './findings.ts';

/** `file:line:column: severity: message [rule]`, one line a finding, as compilers write it and editors read it. */
export function findingsGcc(told: Findings): string {
  return toldOneByOne(told.findings)
    .map(finding => `${line(finding, told)}\n`)
    .join('');
}

function line({ rule, severity, message, place, profile, help }: Finding, { nameOf }: Findings): string {
  const { line, column } = positionAt(place.source, place.range.start);
  const said = [message, ...(profile === undefined ? [] : [`(profile \`${profile}\`)`])].join(' ');
  const more = help === undefined ? '' : `; ${help}`;
  const file = visible(nameOf?.(place.source) ?? place.source.path);
  return `${file}:${line}:${column}: ${severity}: ${visible(readable(said + more))} [${rule}]`;
}
