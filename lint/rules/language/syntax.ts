import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'syntax',
  severity: 'error',
  since: '0.1.0',
  summary: 'text that is not YAML 1.2',
  why: 'A file that does not parse says nothing that can be planned, and half of it must not be run.',
  instead: 'Close the bracket, the quote or the block that the caret points at.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m
stages:
  scan:
    run: df -h
    retry: { attempts: 2 }
`,
        expect: ['3:9 this `{` is never closed'],
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
  faults: 'syntax',
});
