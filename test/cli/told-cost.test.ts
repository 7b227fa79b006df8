import { expect, test } from 'vitest';
import * as runs from '../run-report/runs.ts';
import { machine, reported } from '../run-report/stored.ts';
import { campaign } from './process.ts';
import { repository } from './repository.ts';

const on = (instanceType: string) => ({
  startedAt: '',
  resumed: false,
  scriptSha256: '',
  machine: { ...machine, instanceType },
});

test('status, why, watch and report tell the same cost of a run, in the same form', async () => {
  const starts = [on('c7i.2xlarge'), on('c7i.4xlarge')];
  const { directory } = await reported({ ...runs.resumed, record: { starts } });
  const root = repository({});
  const says = (...words: string[]) => {
    const { stdout, stderr } = campaign(root, [...words, '--store', `file://${directory}`]);
    expect(stderr).toBe('');
    return stdout;
  };
  const sentence = '0.24 USD: 25m 00s of 2 boxes, 0.357 USD an hour on demand, then 0.714 USD an hour on demand';
  expect(says('status')).toContain(`  cost       ${sentence}\n`);
  expect(says('watch', 'latest')).toContain(`  cost       ${sentence}\n`);
  expect(says('why').replaceAll(/\n {12}/g, ' ')).toContain(`Cost      ${sentence}\n`);
  expect(says('report', '--format', 'md')).toContain('| cost | 0.24 USD |\n');
  const usd = [
    JSON.parse(says('why', '-f', 'json')).cost.usd,
    JSON.parse(says('report', '-f', 'json')).cost.usd,
    JSON.parse(says('watch', 'latest', '-f', 'json').trim().split('\n').at(-1)!).cost.usd,
  ];
  expect(usd).toEqual([0.238, 0.238, 0.238]);
});
