import { list, type Schema } from '../language/schema.ts';
import { byName, count, orNull, record, said, seconds, sha256, stageStates, text, time } from './shapes.ts';

export const result: Schema = {
  title: 'StageResult',
  ...record(
    {
      stage: said(text, 'The stage, or the instance of it: `generate[sf=10]`.'),
      state: { enum: stageStates, description: 'How it ended.' },
      reason: said(text, 'Why it is not `passed`; empty when it is.'),
      exitCode: said(orNull({ type: 'integer' }), '`null` when it did not run or a signal ended it.'),
      signal: said(orNull(text), 'For example `KILL`; `null` when no signal ended it.'),
      attempt: said(count, 'From 1; 0 when it never started.'),
      startedAt: said(orNull(time), 'UTC; `null` when it never started.'),
      endedAt: said(orNull(time), 'UTC; `null` when it never started.'),
      seconds: said(seconds, 'On the monotonic clock.'),
      outputs: list(
        record(
          {
            path: said(text, 'As the stage wrote it, relative to `source.dir` or absolute.'),
            key: said(orNull(text), "In the run's folder of the store; `null` when it is not uploaded."),
            size: said(count, 'Bytes.'),
            sha256,
            mode: said(text, 'Permission bits in octal, such as `755`; absent for a symbolic link.'),
            link: said(
              text,
              'What a symbolic link that is kept as one leads to; `size` and `sha256` are then of this text.',
            ),
          },
          'One file.',
          ['mode', 'link'],
        ),
        { description: 'What it left.' },
      ),
      resources: record(
        { cpuSeconds: seconds, maxMemoryBytes: count },
        'Its use of the machine, as far as the system tells.',
        ['cpuSeconds', 'maxMemoryBytes'],
      ),
      fingerprint: said(
        text,
        'SHA-256 over command, inputs, outputs, environment, commit, machine type and all it waited for: equal means the same work.',
      ),
      parts: byName(
        { type: 'string', pattern: '^[0-9a-f]{6}$' },
        'The beginning of the SHA-256 of each part of it, which tells what changed: `command`, `commit`, `env.NAME`, …',
      ),
      machine: said(text, 'What it ran on: the instance type, else processor and number of cores.'),
      comparable: said(
        { const: false },
        'A measurement that was taken on another kind of machine than the later ones of this run.',
      ),
      comparableReason: said(text, 'Why it is not comparable.'),
    },
    '`stages/<stage>/result.json`: how one stage ended.',
    ['resources', 'fingerprint', 'parts', 'machine', 'comparable', 'comparableReason'],
  ),
};
