import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'unknown-name',
  severity: 'error',
  since: '0.1.0',
  summary: 'a name that nothing declares: in `${{ }}`, `{ stage: … }`, `lint:`, a parameter or a profile',
  why: "An expression that means nothing would become an empty text in a command, a path or a bucket's name, hours into the run.",
  instead: 'The name that the message proposes. A literal `${{`, such as one for GitHub Actions, is written `$${{`.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h \${{ params.mount }}
    retry: { attempts: 2 }
`,
        expect: ['6:16 there is no parameter `mount`'],
      },
      {
        title: 'Slips that can be mended',
        campaign: `campaign: scan
version: 1
params:
  mount: { type: string, default: / }
limits: { wall: 30m, stage: 10m }
lint: { unused-outptu: error }
stages:
  scan:
    run: df -h \${{ params.moutn }} >df.txt
    produces: [df.txt]
  report:
    run: cat df.txt
    requires: [df.txt, { stage: sacn }]
`,
        expect: [
          '6:9 no rule is called `unused-outptu`',
          '9:16 there is no parameter `moutn`',
          '13:33 there is no stage named `sacn`',
        ],
        fixed: `campaign: scan
version: 1
params:
  mount: { type: string, default: / }
limits: { wall: 30m, stage: 10m }
lint: { unused-output: error }
stages:
  scan:
    run: df -h \${{ params.mount }} >df.txt
    produces: [df.txt]
  report:
    run: cat df.txt
    requires: [df.txt, { stage: scan }]
`,
      },
    ],
    good: [
      {
        campaign: `campaign: scan
version: 1
params:
  mount: { type: string, default: / }
limits: { wall: 30m, stage: 10m }
stages:
  scan:
    run: df -h \${{ params.mount }}
`,
      },
    ],
  },
  messages: {},
  faults: 'unknown-name',
});
