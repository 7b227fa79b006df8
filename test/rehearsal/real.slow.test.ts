import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { processesOf } from '../../rehearsal/processes.ts';
import { rehearsalJsonSchema } from '../../report/rehearsal/json-schema.ts';
import { campaign } from '../cli/process.ts';
import { repository, temporary } from '../cli/repository.ts';

/** `notes`: a file outside in which each stage says that its own command was there. */
const text = (notes: string) => `campaign: engine
version: 1
ci: { none: true, reason: a test }
machine: { type: c7i.2xlarge, image: al2023 }
limits: { wall: 3m, stage: 8s }
store: { url: "file:///srv/results", checkpoint: 1s }
stages:
  generate:
    run: |
      seq 10 > rows.txt
      echo "generate \${AWS_ACCESS_KEY_ID-no key}" >> ${notes}
    produces: [rows.txt]
  count:
    run: |
      echo count >> ${notes}
      wc -l < rows.txt > count.txt
      for round in {1..50}; do echo "$round" >> count.txt; sleep 0.1; done
    requires: [rows.txt]
    produces: [count.txt]
`;

function rehearsed(...words: string[]) {
  const notes = join(temporary(), 'notes');
  writeFileSync(notes, '');
  const root = repository({ 'campaign.yaml': text(notes) });
  const { code, stdout, stderr } = campaign(root, ['rehearse', '--real', '-v', '--format', 'json', ...words], {
    AWS_ACCESS_KEY_ID: 'x',
  });
  if (code !== 0 && code !== 1) return { code, stderr, told: undefined, notes: readFileSync(notes, 'utf8') };
  const directory = /boxes and stores in (.+)/.exec(stderr)![1]!;
  expect([existsSync(directory), processesOf(directory)]).toEqual([false, []]);
  const told = JSON.parse(stdout);
  const validate = new Ajv2020({ strict: false, allowUnionTypes: true }).compile(rehearsalJsonSchema);
  expect(validate(told) || validate.errors).toBe(true);
  return { code, stderr, told, notes: readFileSync(notes, 'utf8') };
}

test('the real commands of a stage meet each fault, on what those before it made once', () => {
  const faults = ['box-killed', 'script-killed', 'stage-killed', 'stage-hangs', 'store-gone'];
  const { code, stderr, told, notes } = rehearsed('-s', 'count', ...faults.flatMap(name => ['--fault', name]));
  expect(stderr.split('\n')[0]).toBe(
    'real commands: first, once, generate, which it needs: at most 2m 8s; then 5 cases of count, one after another, each struck after 3s and at most 2m 8s long: 12m 48s in all at most',
  );
  expect(
    told.cells.map(({ fault, verdict, state, exit, broken }: Record<string, unknown>) => [
      fault,
      verdict,
      state,
      exit,
      broken,
    ]),
  ).toEqual([
    ['box-killed', 'lost', null, 'SIGKILL', []],
    ['script-killed', 'kept', 'interrupted', 'SIGKILL', []],
    ['stage-killed', 'kept', 'killed', 1, []],
    ['stage-hangs', 'kept', 'timed-out', 1, []],
    ['store-gone', 'kept', 'passed', 0, []],
  ]);
  expect(told.cells[0]).toMatchObject({ lostOf: 'count.txt', stagesAgain: ['count'] });
  expect(told.cells[0].lostSeconds).toBeLessThan(4);
  expect(told.durations).toEqual({ from: 'commands', run: null, afterSeconds: 2.8 });
  expect(notes).toBe(`generate no key\n${'count\n'.repeat(5)}`);
  expect(code).toBe(0);
}, 120_000);

test('a fault that comes after the stage has ended is said not to be rehearsed', () => {
  const { told } = rehearsed('-s', 'generate', '--fault', 'box-killed', '--after', '5s');
  expect(told.cells).toMatchObject([
    {
      verdict: 'not-rehearsed',
      why: 'it ended before the fault, which comes 5 s after it began: choose an earlier moment with --after',
    },
  ]);
});

test('one stage, no random moments, and no fault that needs a stand-in: anything else is refused before it begins', () => {
  const refusals = [
    [],
    ['-s', 'count', '--points', '3'],
    ['-s', 'count', '--fault', 'out-of-memory'],
    ['-s', 'count', '--after', 'soon'],
  ].map(words => {
    const { code, stderr, notes } = rehearsed(...words);
    return [code, notes, /^error: (.*)$/m.exec(stderr)?.[1]];
  });
  expect(refusals).toEqual([
    [2, '', '--real runs the commands of one stage'],
    [2, '', '--points is for stand-ins, and --real runs the commands'],
    [2, '', '`out-of-memory` cannot befall real commands'],
    [2, '', '--after soon is no duration'],
  ]);
});
