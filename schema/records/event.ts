import type { Schema } from '../language/schema.ts';
import { count, orNull, record, runId, said, seconds, sha256, stageStates, text, texts, time } from './shapes.ts';

const flag: Schema = { type: 'boolean' };
const attempt: Schema = { type: 'integer', minimum: 1 };

function event(name: string, description: string, properties: Readonly<Record<string, Schema>>): Schema {
  const common = {
    event: { const: name },
    seq: said({ type: 'integer', minimum: 1 }, 'Counts from 1 over the whole run.'),
    at: said(time, 'UTC.'),
    up: said(seconds, 'Since this start of the script began, on the monotonic clock.'),
  };
  return record({ ...common, ...properties }, description);
}

export const runEvent: Schema = {
  title: 'RunEvent',
  description: 'A line of `events/*.jsonl`: one thing that happened.',
  oneOf: [
    event('run-started', 'The run began, or was taken up again.', { campaign: text, runId, resumed: flag }),
    event('preflight', 'What the stages need was looked for.', { ok: flag, missing: texts }),
    event('provision', 'A part of preparing the machine began or ended.', {
      step: said(text, 'What is done to the machine: packages, users, services, setup, prebuilt.'),
      detail: text,
      state: { enum: ['started', 'done', 'failed'] },
      seconds,
      reason: said(text, 'Why it failed; empty otherwise.'),
    }),
    event('checkout', 'A commit was checked out.', { dir: text, commit: text }),
    event('stage-started', 'An attempt began.', { stage: text, attempt }),
    event('stage-ended', 'A stage reached its state.', {
      stage: text,
      attempt: count,
      state: { enum: stageStates },
      reason: text,
      exitCode: orNull({ type: 'integer' }),
      signal: orNull(text),
      seconds,
    }),
    event('stage-retried', 'An attempt failed and another one follows.', { stage: text, attempt, reason: text }),
    event(
      'stage-rerun',
      'The run was taken up again, and what an earlier attempt of this stage left is not good for it.',
      {
        stage: text,
        attempt,
        reason: text,
      },
    ),
    event('checkpoint', 'A running output was saved.', { stage: text, key: text, bytes: count }),
    event('uploaded', 'An object is in the store and verified.', { key: text, bytes: count, sha256 }),
    event('upload-failed', 'An upload failed, and will be tried again.', { key: text, attempt, error: text }),
    event('warning', 'Something to look at.', { message: text }),
    event('stopping', 'Something ends the run early.', {
      why: { enum: ['wall', 'cost', 'spot', 'signal', 'on-failure', 'watchdog'] },
      detail: text,
    }),
    event('spot-notice', 'EC2 takes the machine away, two minutes from now at most.', {
      action: said(text, '`terminate`, `stop` or `hibernate`.'),
      time: said(text, 'When, as EC2 says it; empty where it does not.'),
    }),
    event('rebalance', 'EC2 says that the machine is likely to be taken away; a checkpoint is made at once.', {
      time: said(text, 'When EC2 said so; empty where it does not.'),
    }),
    event('holding', 'Something is not in the store yet: the machine is kept, and it is tried again.', {
      owed: said(count, 'Stages that are not saved.'),
      seconds: said(seconds, 'How long the machine is kept at most.'),
    }),
    event('run-ended', 'The last event.', { exitStatus: { type: 'integer' }, complete: flag, seconds }),
  ],
};
