import { type CompareOptions, compareRuns } from '../../compare/comparison.ts';
import type { MeasuredRun } from '../../compare/measured-run.ts';

export const options: CompareOptions = {
  keys: [],
  measures: [],
  directions: new Map(),
  accepted: new Set(),
  common: false,
};

const noise = [0.99, 1.01, 1, 0.98, 1.02, 1];

/** Six values about `middle`, two in a hundred apart at most. */
export function around(middle: number): readonly number[] {
  return noise.map(each => middle * each);
}

/** A run whose one stage left a table of these items. */
export function run(
  runId: string,
  items: Readonly<Record<string, readonly number[]>>,
  more: Partial<MeasuredRun> & { readonly machine?: Readonly<Record<string, string | number>> } = {},
): MeasuredRun {
  const { machine = {}, ...rest } = more;
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = Object.entries(items).flatMap(([item, values]) => values.map(value => `${quoted(item)},${value}`));
  return {
    runId,
    complete: true,
    record: {
      version: 1,
      campaign: 'engine',
      runId,
      compiler: 'campaign 0.1.0',
      profile: null,
      campaignSha256: '',
      scriptSha256: '',
      startedAt: '2026-05-17T09:15:00Z',
      endedAt: '2026-05-17T09:25:00Z',
      seconds: 600,
      exitStatus: 0,
      params: {},
      repositories: [
        {
          repo: 'https://example.com/engine',
          ref: 'main',
          commit: runId.padEnd(40, '0'),
          dir: '',
          dirtyAtCompile: false,
        },
      ],
      machine: { cpuModel: 'Processor 1', kernel: '6.1', cores: 4, ...machine },
      tools: {},
      env: {},
      secrets: [],
      plan: [],
    },
    results: [],
    files: [{ stage: 'bench', path: 'times.csv', text: `q,seconds\n${rows.join('\n')}\n` }],
    unread: [],
    ...rest,
  };
}

/** What speeds and faults there may be: one slower, one faster, two that do not differ, one of too few values. */
export const before = run('before', {
  slow: around(1),
  fast: around(0.02),
  same: around(3),
  level: around(4),
  once: [7],
});
export const after = run(
  'after',
  { slow: around(1.25), fast: around(0.005), same: around(3), level: around(4.02), once: [8] },
  { machine: { kernel: '6.8' } },
);
export const compared = compareRuns(before, after, options);
