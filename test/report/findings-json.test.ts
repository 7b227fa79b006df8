import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Finding } from '../../lint/finding.ts';
import { findingsJson } from '../../report/findings-json.ts';
import { lintJsonSchema } from '../../report/findings-json-schema.ts';
import { source } from '../../schema/source.ts';

const text = source('bench/campaign.yaml', 'campaign: x\nversion: 2\n');
const place = { source: text, range: { start: 21, end: 22 } };
const bare: Finding = { rule: 'schema', severity: 'error', message: 'version 2', place, related: [] };
const full: Finding = {
  ...bare,
  severity: 'warning',
  stage: 'a[sf=1]',
  profile: 'local',
  related: [{ place: { source: text, range: { start: 0, end: 8 } }, message: 'here' }],
  help: 'write 1',
  cost: 'an hour',
  fix: { title: 'write 1', safety: 'safe', edits: [{ place, replacement: '1' }] },
};

test('the JSON has exactly the shape that is promised, and meets its schema', () => {
  const out = findingsJson({ files: 2, findings: [bare, full], nameOf: () => '../campaign.yaml' });
  const file = '../campaign.yaml';
  const extent = { line: 2, column: 10, endLine: 2, endColumn: 11 };
  expect(JSON.parse(out)).toEqual({
    version: 1,
    files: 2,
    findings: [
      { rule: 'schema', severity: 'error', message: 'version 2', file, ...extent },
      {
        rule: 'schema',
        severity: 'warning',
        message: 'version 2 (profile `local`)',
        file,
        ...extent,
        stage: 'a[sf=1]',
        related: [{ file: '../campaign.yaml', line: 1, column: 1, message: 'here' }],
        help: 'write 1',
        cost: 'an hour',
        fix: { title: 'write 1', safety: 'safe', file, edits: [{ ...extent, replacement: '1' }] },
      },
    ],
    summary: { errors: 1, warnings: 1, notes: 0 },
  });
  const validate = new Ajv2020({ strict: true }).compile(lintJsonSchema);
  expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
});

test('nothing found is an empty list, not a missing one', () => {
  expect(JSON.parse(findingsJson({ files: 1, findings: [] }))).toEqual({
    version: 1,
    files: 1,
    findings: [],
    summary: { errors: 0, warnings: 0, notes: 0 },
  });
});

test('of a flood of findings the first thousand are told, errors before notes, and all are counted', () => {
  const note: Finding = { ...bare, severity: 'note' };
  const flood = [
    ...Array<Finding>(900)
      .fill(note)
      .map(one => ({ ...one })),
    ...Array.from({ length: 600 }, () => ({ ...bare })),
  ];
  const { findings, omitted, summary } = JSON.parse(findingsJson({ files: 1, findings: flood }));
  expect(findings.map(({ severity }: Finding) => severity)).toEqual([
    ...Array<string>(400).fill('note'),
    ...Array<string>(600).fill('error'),
  ]);
  expect(omitted).toBe(500);
  expect(summary).toEqual({ errors: 600, warnings: 0, notes: 900 });
  expect(new Ajv2020().compile(lintJsonSchema)(JSON.parse(findingsJson({ files: 1, findings: flood })))).toBe(true);
});
