import { createHash } from 'node:crypto';
import type { Finding, Fix, Severity } from '../lint/finding.ts';
import { readable } from '../plan/symbol.ts';
import { type Place, positionAt } from '../schema/source.ts';
import { type Findings, toldOneByOne } from './findings.ts';

/** What a viewer shows of a rule. */
export interface SarifRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  /** Markdown, as the rule's page. */
  readonly why: string;
  readonly instead: string;
}

export interface SarifOptions {
  readonly rules: readonly SarifRule[];
  /** Of this tool. */
  readonly version: string;
}

/** Files are named relative to the repository's root, which is what a viewer calls so. */
const ROOT = '%SRCROOT%';

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html), with a line end. What an ignore comment
 * keeps back is in it too, as suppressed.
 */
export function findingsSarif(told: Findings, { rules, version }: SarifOptions): string {
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const seen = new Map<string, number>();
  const found = [...toldOneByOne(told.findings), ...(told.ignored ?? [])];
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'campaign', version, semanticVersion: version, rules: rules.map(ruleObject) } },
        invocations: [{ executionSuccessful: true }],
        columnKind: 'utf16CodeUnits',
        results: found.map(finding => result(finding, told, index.get(finding.rule), seen)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleObject({ id, severity, summary, why, instead }: SarifRule) {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why.trim() },
    help: { text: instead.trim(), markdown: `${why.trim()}\n\n**Instead:** ${instead.trim()}` },
    defaultConfiguration: { level: severity },
    properties: { 'problem.severity': severity === 'note' ? 'recommendation' : severity },
  };
}

function result(finding: Finding, told: Findings, ruleIndex: number | undefined, seen: Map<string, number>) {
  const { rule, severity, message, place, stage, profile, related, help, cost, fix, ignored } = finding;
  const said = [
    profile === undefined ? message : `${message} (profile \`${profile}\`)`,
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...(cost === undefined ? [] : [`cost: ${cost}`]),
  ];
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: severity,
    message: { text: readable(said.join('\n')) },
    locations: [
      {
        physicalLocation: location(place, told),
        ...(stage !== undefined && { logicalLocations: [{ name: readable(stage), kind: 'function' }] }),
      },
    ],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, id) => ({
        id,
        physicalLocation: location(one.place, told),
        message: { text: readable(one.message) },
      })),
    }),
    ...(fix && { fixes: [fixObject(fix, told)] }),
    ...(ignored && {
      suppressions: [
        {
          kind: 'inSource',
          status: 'accepted',
          justification: ignored.reason,
          location: { physicalLocation: location(ignored.place, told) },
        },
      ],
    }),
    partialFingerprints: { 'campaignFinding/v1': fingerprint(finding, told, seen) },
  };
}

/** SARIF knows nothing of how safe a fix is: it stands in the description, and in the properties. */
function fixObject({ title, safety, edits }: Fix, told: Findings) {
  return {
    description: { text: safety === 'safe' ? title : `${title} (unsafe: it may change what the campaign does)` },
    artifactChanges: [
      {
        artifactLocation: artifact(edits[0]!.place, told),
        replacements: edits.map(({ place, replacement }) => ({
          deletedRegion: region(place),
          ...(replacement !== '' && { insertedContent: { text: replacement } }),
        })),
      },
    ],
    properties: { safety },
  };
}

/** The same finding has the same one while lines around it come and go: rule, file, stage, words, and which of several equal ones. */
function fingerprint(
  { rule, message, place, stage, profile }: Finding,
  told: Findings,
  seen: Map<string, number>,
): string {
  const identity = JSON.stringify([rule, nameOf(place, told), stage, profile, message]);
  const occurrence = seen.get(identity) ?? 0;
  seen.set(identity, occurrence + 1);
  return createHash('sha256').update(`${identity}${occurrence}`).digest('hex').slice(0, 32);
}

function location(place: Place, told: Findings) {
  return { artifactLocation: artifact(place, told), region: region(place) };
}

function region({ source, range }: Place) {
  const start = positionAt(source, range.start);
  const end = positionAt(source, range.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A name as a URI reference: relative to the root, or absolute where the file lies outside it. */
function artifact(place: Place, told: Findings) {
  const segments = nameOf(place, told).replaceAll('\\', '/').split('/');
  const uri = segments.map(segment => encodeURIComponent(segment.toWellFormed())).join('/');
  if (/^[A-Za-z]:$/.test(segments[0]!)) return { uri: `file:///${segments[0]}${uri.slice(segments[0]!.length + 2)}` };
  return uri.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: ROOT };
}

function nameOf({ source }: Place, told: Findings): string {
  return told.nameOf?.(source) ?? source.path;
}
