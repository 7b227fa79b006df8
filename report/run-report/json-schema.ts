import { closed, count, draft, ended, orNull, outputs, receipts, seconds, text } from '../run/json-schema.ts';

const dollars = { type: ['number', 'null'], minimum: 0 };
const many = (items: object) => ({ type: 'array', items });
const facts = (types: readonly string[]) => ({ type: 'object', additionalProperties: { type: types } });
const toldState = { enum: ['pending', 'running', 'cut off', ...ended] };
const flag = { type: 'boolean' };
const marketOrNull = { enum: ['spot', 'on-demand', null] };

const stage = closed({
  stage: text,
  state: toldState,
  reason: text,
  startedAt: orNull(text),
  seconds,
  timeoutSeconds: seconds,
  needs: many(text),
  exclusive: { type: ['boolean', 'null'] },
  attempts: many(
    closed({
      attempt: count,
      start: { ...count, description: 'Which start of the run it was in, from 1.' },
      startedAt: text,
      endedAt: text,
      seconds,
      state: toldState,
      reason: text,
    }),
  ),
  cpuSeconds: orNull(seconds),
  meanCores: { ...orNull(seconds), description: 'Processors busy in the mean.' },
  maxMemoryBytes: orNull(count),
  machineSeconds: { ...seconds, description: 'Where stages overlap, each has an equal part.' },
  usd: dollars,
  outputs,
  log: { anyOf: [{ type: 'null' }, closed({ key: text, size: count, final: flag, place: text })] },
  notComparable: orNull(text),
  fingerprint: orNull(text),
});

const cost = closed({
  state: {
    enum: ['known', 'unknown', 'none'],
    description: '`none`: it had no box, but ran on a machine that is there anyway.',
  },
  usd: dollars,
  usdPerHour: dollars,
  priceFrom: { enum: ['stated', 'table', null] },
  instanceType: orNull(text),
  market: marketOrNull,
  paidSeconds: { ...seconds, description: 'From each launch to the last word of its script.' },
  worstUsd: dollars,
  capUsd: dollars,
  basis: { ...text, description: 'What the figure rests on and what is not in it.' },
});

const provenance = closed({
  compiler: text,
  profile: orNull(text),
  campaignSha256: text,
  scriptSha256: text,
  params: facts(['string', 'number', 'boolean', 'null']),
  repositories: many(closed({ repo: text, ref: text, commit: text, dir: text, dirtyAtCompile: flag })),
  machine: facts(['string', 'number']),
  tools: facts(['string']),
  env: facts(['string']),
  secrets: many(text),
});

const launch = closed({
  number: count,
  kind: { enum: ['ec2', 'ssm'] },
  state: { enum: ['asking', 'started', 'failed', 'ended'] },
  launchedAt: text,
  region: text,
  zone: orNull(text),
  instanceId: orNull(text),
  instanceType: orNull(text),
  image: orNull(text),
  imageId: orNull(text),
  market: marketOrNull,
  deadline: orNull(text),
  worstUsd: dollars,
  receipts,
});

/** `campaign report --format json`: JSON Schema (2020-12). */
export const reportJsonSchema = {
  $schema: draft,
  title: 'The report of a run',
  ...closed({
    version: { const: 1 },
    kind: { const: 'report' },
    campaign: text,
    runId: text,
    state: { enum: ['starting', 'running', 'complete', 'incomplete', 'died'] },
    exitStatus: { type: ['integer', 'null'] },
    verdict: text,
    startedAt: orNull(text),
    endedAt: { ...orNull(text), description: 'Its last sign of life.' },
    seconds: { ...seconds, description: 'In which a script of the run lived.' },
    asOf: { ...orNull(text), description: 'When the store was read; `null` for a run that is over.' },
    starts: many(
      closed({
        startedAt: text,
        endedAt: text,
        seconds,
        resumed: flag,
        machine: { ...orNull(text), description: 'Its instance, or its name among hosts.' },
      }),
    ),
    stages: many(stage),
    moments: many(closed({ at: text, kind: text, grade: { enum: ['bad', 'warn', 'note'] }, text })),
    saved: closed({ uploads: count, bytes: count }),
    missing: many(text),
    warnings: many(text),
    unsaved: many(closed({ key: text, error: text })),
    unreadable: many(text),
    stopping: { anyOf: [{ type: 'null' }, closed({ why: text, detail: text })] },
    machine: closed({ cores: orNull(seconds), memoryBytes: orNull(count) }),
    cost,
    provenance: { anyOf: [{ type: 'null' }, provenance] },
    launches: many(launch),
    results: orNull(text),
  }),
};
