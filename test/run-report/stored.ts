import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Report, reportOf } from '../../report/run-report/report.ts';
import { recallHistory } from '../../run/history.ts';
import { openFileStore } from '../../run/stores/file.ts';
import type { LaunchRecord, StageResult, StageState } from '../../schema/records.ts';
import { temporary } from '../cli/repository.ts';

export const ref = { campaign: 'tpch', runId: '20260517T091500Z-a1b2c3' };

/** What a run left, as far as a test cares; all else is as an ordinary run of one hour has it. */
export interface Left {
  readonly campaign?: string;
  readonly events?: readonly object[];
  readonly stages?: readonly StageResult[];
  readonly earlier?: Readonly<Record<string, StageResult>>;
  readonly logs?: Readonly<Record<string, string>>;
  readonly launches?: readonly LaunchRecord[];
  /** Over what run.json has else; `null`: there is none. */
  readonly record?: object | null;
  /** Over what status.json has else; `null`: there is none. */
  readonly status?: object | null;
  readonly mark?: 'COMPLETE' | 'INCOMPLETE' | '';
}

export const began = Date.parse('2026-05-17T09:15:00Z');

/** An event of the start that began at `began`, or `later` seconds after it. */
export function event(up: number, name: string, what: object = {}, later = 0): object {
  return {
    seq: 1,
    at: new Date(began + (later + Math.floor(up)) * 1000).toISOString().replace('.000', ''),
    up,
    event: name,
    ...what,
  };
}

export const started = (up: number, stage: string, attempt = 1, later = 0) =>
  event(up, 'stage-started', { stage, attempt }, later);

export const over = (
  up: number,
  stage: string,
  seconds: number,
  state: StageState = 'passed',
  reason = '',
  attempt = 1,
  later = 0,
) => event(up, 'stage-ended', { stage, attempt, state, reason, exitCode: 0, signal: null, seconds }, later);

/** How a stage ended, but for `what`. */
export function result(stage: string, what: Partial<StageResult> = {}): StageResult {
  return {
    stage,
    state: 'passed',
    reason: '',
    exitCode: 0,
    signal: null,
    attempt: 1,
    startedAt: '2026-05-17T09:15:00Z',
    endedAt: '2026-05-17T09:16:00Z',
    seconds: 60,
    outputs: [],
    ...what,
  };
}

export const machine = {
  instanceType: 'c7i.2xlarge',
  region: 'us-east-2',
  availabilityZone: 'us-east-2a',
  imageId: 'ami-0abc',
  kernel: '6.1.0',
  cpuModel: 'Intel(R) Xeon(R) Platinum 8488C',
  cores: 8,
  memoryBytes: 16_000_000_000,
};

/** Puts a run into a store of its own and reads it back: the store's directory, and the report of it. */
export async function reported(left: Left, now = began + 86_400_000): Promise<{ report: Report; directory: string }> {
  const { stages = [], events = [], logs = {}, earlier = {}, launches = [], mark = 'COMPLETE' } = left;
  const directory = temporary();
  const put = (key: string, text: string) => {
    const path = join(directory, ref.campaign, ref.runId, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const json = (key: string, value: object) => put(key, JSON.stringify(value));
  put('script.sh', '');
  if (mark) put(mark, '');
  if (left.campaign !== undefined) put('campaign.yaml', left.campaign);
  if (events.length > 0) put('events/000001.jsonl', events.map(each => `${JSON.stringify(each)}\n`).join(''));
  for (const stage of stages) json(`stages/${stage.stage}/result.json`, stage);
  for (const [key, each] of Object.entries(earlier)) json(key, each);
  for (const [key, text] of Object.entries(logs)) put(key, text);
  for (const launch of launches) json(`launch/${launch.number}.json`, launch);
  const startedAt = '2026-05-17T09:15:00Z';
  const plan = stages.map(({ stage }) => ({ stage, needs: [], timeoutSeconds: 3600, exclusive: true, produces: [] }));
  if (left.record !== null)
    json('run.json', {
      version: 1,
      ...ref,
      compiler: 'campaign 0.1.0',
      profile: null,
      campaignSha256: 'c'.repeat(64),
      scriptSha256: 'd'.repeat(64),
      startedAt,
      endedAt: null,
      seconds: 3600,
      exitStatus: 0,
      params: {},
      repositories: [
        {
          repo: 'https://git.example.com/engine.git',
          ref: 'main',
          commit: 'a'.repeat(40),
          dir: '/opt/engine',
          dirtyAtCompile: false,
        },
      ],
      machine: {},
      tools: {},
      env: {},
      secrets: [],
      plan,
      ...left.record,
    });
  if (left.status !== null)
    json('status.json', {
      version: 1,
      ...ref,
      state: 'ended',
      start: 1,
      startedAt,
      updatedAt: '2026-05-17T10:15:00Z',
      seconds: 3600,
      wallSeconds: 7200,
      checkpointSeconds: 30,
      exitStatus: 0,
      stages: stages.map(({ stage, state, reason, attempt, startedAt: at, endedAt, seconds }) => ({
        ...{ stage, state, reason, attempt, startedAt: at, endedAt, seconds },
        timeoutSeconds: 3600,
      })),
      uploads: { done: 3, failed: 0, bytes: 1000 },
      ...left.status,
    });
  const history = await recallHistory(openFileStore(directory), ref, { now });
  return { report: reportOf(history), directory };
}
