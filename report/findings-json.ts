import type { Finding } from '../lint/finding.ts';
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
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FindingObject extends Extent {
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
  readonly fix?: Extent & { readonly title: string; readonly replacement: string };
}

export function lintObject(told: Findings): LintObject {
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
    ...extent(finding.place, told),
    ...(stage !== undefined && { stage }),
    ...(related.length > 0 && {
      related: related.map(({ place, message: said }) => {
        const { file, line, column } = extent(place, told);
        return { file, line, column, message: said };
      }),
    }),
    ...(help !== undefined && { help }),
    ...(cost !== undefined && { cost }),
    ...(fix && { fix: { title: fix.title, ...extent(fix.place, told), replacement: fix.replacement } }),
  };
}

function extent({ source, range }: Place, { nameOf }: Findings): Extent {
  const start = positionAt(source, range.start);
  const end = positionAt(source, range.end);
  return {
    file: nameOf?.(source) ?? source.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
