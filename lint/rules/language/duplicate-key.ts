import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'duplicate-key',
  severity: 'error',
  since: '0.1.0',
  summary: 'a key that stands twice in the same map',
  why: 'YAML readers keep one of the two, and not all the same one: half of what the author wrote is lost without a word.',
  instead: 'One of the two.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h
    run: df -i
    retry: { attempts: 2 }
`,
        expect: ['7:5 the key `run` stands here twice'],
      },
      {
        title: 'Twice the same',
        campaign: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h
    retry: { attempts: 2 }
    retry: { attempts: 2 }
`,
        expect: ['8:5 the key `retry` stands here twice'],
        fixed: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h
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
  faults: 'duplicate-key',
});
