import type { Finding, Fix } from '../lint/finding.ts';
import { type Place, positionAt } from '../schema/source.ts';
import { type Counts, count, type Findings, toldOneByOne } from './findings.ts';

/** `campaign lint --format json`: public, described by `lintJsonSchema`. */
export interface LintObject {
  readonly version: 1;
  readonly files: number;
  readonly findings: readonly FindingObject[];
  /** How many more there are; absent when `findings` holds all. */
  readonly omitted?: number;
  /** Those that are omitted included. */
  readonly summary: Counts;
}

interface Extent {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FixObject {
  readonly title: string;
  readonly safety: Fix['safety'];
  readonly file: string;
  /** At least one, by place; none overlap. */
  readonly edits: readonly (Extent & { readonly replacement: string })[];
}

export interface FindingObject extends Extent {
  readonly file: string;
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly stage?: string;
  readonly related?: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
  readonly help?: string;
  readonly cost?: string;
  readonly fix?: FixObject;
}

function lintObject(told: Findings): LintObject {
  const findings = toldOneByOne(told.findings);
  const omitted = told.findings.length - findings.length;
  return {
    version: 1,
    files: told.files,
    findings: findings.map(finding => findingObject(finding, told)),
    ...(omitted > 0 && { omitted }),
    summary: count(told.findings),
  };
}

/** As text, with a line end: the same findings give the same bytes. */
export function findingsJson(told: Findings): string {
  return `${JSON.stringify(lintObject(told), null, 2)}\n`;
}

function findingObject(finding: Finding, told: Findings): FindingObject {
  const { rule, severity, message, stage, profile, related, help, cost, fix } = finding;
  return {
    rule,
    severity,
    message: profile === undefined ? message : `${message} (profile \`${profile}\`)`,
    file: fileOf(finding.place, told),
    ...extent(finding.place),
    ...(stage !== undefined && { stage }),
    ...(related.length > 0 && {
      related: related.map(({ place, message: said }) => {
        const { line, column } = extent(place);
        return { file: fileOf(place, told), line, column, message: said };
      }),
    }),
    ...(help !== undefined && { help }),
    ...(cost !== undefined && { cost }),
    ...(fix && { fix: fixObject(fix, told) }),
  };
}

function fixObject({ title, safety, edits }: Fix, told: Findings): FixObject {
  return {
    title,
    safety,
    file: fileOf(edits[0]!.place, told),
    edits: edits.map(({ place, replacement }) => ({ ...extent(place), replacement })),
  };
}

function fileOf({ source }: Place, { nameOf }: Findings): string {
  return nameOf?.(source) ?? source.path;
}

function extent({ source, range }: Place): Extent {
  const start = positionAt(source, range.start);
  const end = positionAt(source, range.end);
  return {
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
