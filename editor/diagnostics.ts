import type { Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-protocol';
import type { Finding, Severity } from '../lint/finding.ts';
import { readable } from '../plan/symbol.ts';
import type { Source } from '../schema/source.ts';
import { toRange } from './position.ts';
import type { Study } from './study.ts';

/** As the protocol numbers them: error, warning, information. */
const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, note: 3 };

/** What could go without loss: editors grey it. */
const UNNECESSARY: DiagnosticTag = 1;
const UNUSED = new Set(['unused-output', 'unused-ignore', 'stale-ci-overlap']);

/** The name that the findings go by in an editor. */
export const SOURCE = 'campaign';

/** A finding as an editor shows it: what `campaign lint` says of it, with the help and the cost on lines of their own. */
export function diagnostic(finding: Finding, study: Pick<Study, 'uriOf' | 'pageOf'>): Diagnostic {
  const { rule, severity, message, place, related, help, cost, stage, profile } = finding;
  const page = study.pageOf(rule);
  const about = [
    ...(stage === undefined ? [] : [`stage ${stage}`]),
    ...(profile === undefined ? [] : [`profile ${profile}`]),
  ];
  const said = about.length > 0 ? `${message} (${about.join(', ')})` : message;
  const lines = [
    said,
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...(cost === undefined ? [] : [`cost: ${cost}`]),
  ];
  return {
    range: toRange(place.source, place.range),
    severity: SEVERITIES[severity],
    code: rule,
    ...(page !== undefined && { codeDescription: { href: page } }),
    source: SOURCE,
    message: readable(lines.join('\n')),
    ...(UNUSED.has(rule) && { tags: [UNNECESSARY] }),
    ...(related.length > 0 && {
      relatedInformation: related.map(({ place: other, message: text }) => ({
        location: { uri: study.uriOf(other.source), range: toRange(other.source, other.range) },
        message: readable(text),
      })),
    }),
  };
}

/** The findings of a campaign by the address of the file that they point into; its own is always there. */
export function diagnosticsByFile(
  findings: readonly Finding[],
  study: Pick<Study, 'uriOf' | 'pageOf'> & { readonly reading: { readonly source: Source } },
): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>([[study.uriOf(study.reading.source), []]]);
  for (const finding of findings) {
    const uri = study.uriOf(finding.place.source);
    const list = found.get(uri);
    if (list) list.push(diagnostic(finding, study));
    else found.set(uri, [diagnostic(finding, study)]);
  }
  return found;
}
