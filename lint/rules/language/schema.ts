import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'schema',
  severity: 'error',
  since: '0.1.0',
  summary:
    'a value that its key cannot have: another type, a number out of bounds, a duration without a unit, a key that is missing',
  why: 'A value that is guessed at is a run that does something else than its author thinks: `timeout: 90` may mean a minute and a half, or an hour and a half.',
  instead:
    'a value of the kind that the message asks for; `docs/reference/language.md` lists every key with its values',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: soon, stage: 10m }
stages:
  scan:
    run: df -h
    retry: { attempts: 2 }
`,
        expect: [
          '3:17 `wall` must be a duration of at least a second, such as `90` (seconds), `30s`, `20m`, `1h30m` or `2d`, not `soon`',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h
    retry: { attempts: 2 }
`,
      },
    ],
  },
  messages: {},
  faults: 'schema',
});
