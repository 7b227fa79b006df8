import { list, type Schema } from '../language/schema.ts';
import { count, orNull, record, runId, said, seconds, stageStates, text, time } from './shapes.ts';

export const status: Schema = {
  title: 'RunStatus',
  ...record(
    {
      version: { const: 1 },
      campaign: text,
      runId,
      state: { enum: ['preflight', 'running', 'uploading', 'holding', 'ended'], description: 'What the run is doing.' },
      start: said({ type: 'integer', minimum: 1 }, 'Which start of the script under this id writes it.'),
      startedAt: said(time, 'Of this start.'),
      updatedAt: said(time, 'The heartbeat.'),
      seconds: said(seconds, 'Since the start, on the monotonic clock.'),
      wallSeconds: said(seconds, 'The limit of the whole run.'),
      checkpointSeconds: said(seconds, 'How often running outputs are saved.'),
      exitStatus: said(orNull({ type: 'integer' }), 'Of the script; `null` until it has ended.'),
      stages: list(
        record(
          {
            stage: text,
            state: { enum: [...stageStates, 'pending', 'running'] },
            reason: text,
            attempt: count,
            startedAt: orNull(time),
            endedAt: orNull(time),
            seconds,
            timeoutSeconds: seconds,
          },
          'One stage.',
        ),
        { description: 'Every stage of the plan, in its order.' },
      ),
      uploads: record({ done: count, failed: count, bytes: count }, 'What has reached the store.'),
    },
    '`status.json`: the latest table, rewritten at every change and every heartbeat.',
    ['start'],
  ),
};
