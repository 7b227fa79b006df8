import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'schema',
  severity: 'error',
  since: '0.1.0',
  summary:
    'a value that its key cannot have: another type, a number out of bounds, a duration without a unit, a key that is missing',
  why: 'A value that is guessed at is a run that does something else than its author thinks: `timeout: 90` may mean a minute and a half, or an hour and a half.',
  instead: 'a value of the kind that the message asks for',
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
      {
        title: 'Values as they are written elsewhere',
        campaign: `campaign: scan
machine: { market: sopt, disk: 100 gb, price: $0.40/h }
limits: { wall: 2 hours, stage: 10min, cost: $5 }
stages:
  scan:
    run: df -h
    exclusive: no
    retry: { attempts: 2 }
`,
        expect: [
          '1:1 the file has no `version`',
          '2:20 `market` must be `spot` or `on-demand`, not `sopt`',
          '2:32 `disk` must be a size such as `512` (bytes), `100MB`, `16GB` or `4GiB`, not `100 gb`',
          '2:47 `price` must be a price an hour such as `0.357 USD/h`, not `$0.40/h`',
          '3:17 `wall` must be a duration of at least a second, such as `90` (seconds), `30s`, `20m`, `1h30m` or `2d`, not `2 hours`',
          '3:33 `stage` must be a duration of at least a second, such as `90` (seconds), `30s`, `20m`, `1h30m` or `2d`, not `10min`',
          '3:46 `cost` must be an amount such as `5 USD`, not `$5`',
          '7:16 `exclusive` must be `true` or `false`, not `no`',
        ],
        fixed: `campaign: scan
version: 1
machine: { market: spot, disk: 100GB, price: 0.40 USD/h }
limits: { wall: 2h, stage: 10m, cost: 5 USD }
stages:
  scan:
    run: df -h
    exclusive: false
    retry: { attempts: 2 }
`,
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
