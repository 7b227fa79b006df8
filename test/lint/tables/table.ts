import { describe, expect, test } from 'vitest';
import type { Example } from '../../../lint/example.ts';
import { positionAt } from '../../../schema/source.ts';
import { lint } from '../world.ts';

/** A stage's shell text, with `▶` where a finding is expected; with more keys of its stage, of the campaign, or a world around. */
export type Row =
  | string
  | {
      readonly run: string;
      readonly stage?: string;
      readonly top?: string;
      /** Other stages. */
      readonly after?: string;
      readonly world?: Partial<Example>;
    };

const PROGRAMS = ['bench', 'gen', 'run.sh', 'measure.py', 'tools/upload.sh', 'lib.sh'];

/** What every row finds in its repository. */
const FILES = {
  ...Object.fromEntries(PROGRAMS.map(name => [name, name.endsWith('.sh') ? '#!/bin/bash -eu\n' : ''])),
  'data/in.csv': '',
  'data/b.csv': '',
};

/** Says of each bad row that the rule finds it exactly at its marks, and of each good one that the rule finds nothing. */
export function table(rule: string, bad: readonly Row[], good: readonly Row[]): void {
  describe(rule, () => {
    for (const row of bad)
      test(`finds ${name(row)}`, async () => {
        const { campaign, marks } = written(row);
        expect(marks.length, 'no ▶ in the row').toBeGreaterThan(0);
        expect(await places(rule, row, campaign)).toEqual(marks);
      });
    for (const row of good)
      test(`leaves ${name(row)}`, async () => expect(await places(rule, row, written(row).campaign)).toEqual([]));
  });
}

function name(row: Row): string {
  const text = typeof row === 'string' ? row : [row.run, row.stage, row.top].filter(Boolean).join('; ');
  return text.replace(/\s*\n\s*/g, ' ⏎ ');
}

function written(row: Row): { campaign: string; marks: readonly string[] } {
  const { run, stage = '', top = '', after = '' } = typeof row === 'string' ? { run: row } : row;
  const body = run
    .split('\n')
    .map(line => `      ${line}\n`)
    .join('');
  const marked = `campaign: w\nversion: 1\nlimits: { wall: 9h, stage: 10m }\n${top && `${top}\n`}stages:\n  a:\n${stage && `    ${stage}\n`}    run: |\n${body}${after}`;
  const files = typeof row === 'string' ? {} : (row.world?.files ?? {});
  const inFiles = Object.entries(files).flatMap(([path, text]) => marksIn(text).map(at => `${path}:${at}`));
  return { campaign: marked.replaceAll('▶', ''), marks: [...marksIn(marked), ...inFiles] };
}

/** `line:column` of each mark, as if the marks were not there. */
function marksIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const found: string[] = [];
    for (let rest = line; rest.includes('▶'); rest = rest.replace('▶', ''))
      found.push(`${index + 1}:${rest.indexOf('▶') + 1}`);
    return found;
  });
}

async function places(rule: string, row: Row, campaign: string): Promise<readonly string[]> {
  const world = typeof row === 'string' ? {} : (row.world ?? {});
  const { findings } = await lint({
    ...world,
    campaign,
    files: { ...FILES, ...unmarked(world.files) },
    executable: [...PROGRAMS, ...(world.executable ?? [])],
  });
  return findings
    .filter(finding => finding.rule === rule)
    .map(({ place }) => {
      const { line, column } = positionAt(place.source, place.range.start);
      return `${place.source.path === 'campaign.yaml' ? '' : `${place.source.path}:`}${line}:${column}`;
    });
}

function unmarked(files: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('▶', '')]));
}
