import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'unknown-key',
  severity: 'error',
  since: '0.1.0',
  summary: 'a key that the language does not have',
  why: 'A misspelt key is a wish that nobody hears: with `timeuot: 20m` the stage runs until the wall limit.',
  instead: 'The key that the message proposes, or none.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h
    retyr: { attempts: 2 }
`,
        expect: ['7:5 the key `retyr` is unknown in `scan`'],
        fixed: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h
    retry: { attempts: 2 }
`,
      },
      {
        title: 'A key in the wrong place',
        campaign: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
timeout: 20m
stages:
  scan:
    run: df -h
`,
        expect: ['4:1 the key `timeout` is unknown at the top level'],
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
  faults: 'unknown-key',
});
