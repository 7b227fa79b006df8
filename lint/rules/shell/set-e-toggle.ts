import { defineRule } from '../../rule.ts';
import { runTexts } from '../../stage-shell.ts';
import { untoggled } from '../../untoggled.ts';

export default defineRule({
  id: 'set-e-toggle',
  severity: 'warning',
  since: '0.1.0',
  summary: '`set +e` with a later `set -e`: everything between the two may fail unseen',
  why: `The origin's harness switched \`set +e\` and \`set -e\` around each stage. A command put between the two years later failed
without a trace, and a \`set -e\` that a function brought back ended the whole script at the next harmless status.`,
  instead: '`status=0; cmd || status=$?` takes the status of one command and leaves the shell as it is.',
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      set +e
      ./bench
      status=$?
      set -e
      echo "ended with $status"
      exit "$status"
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: ['7:7 `set +e` until `set -e`: whatever fails between the two ends nothing'],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      status=0
      ./bench || status=$?
      echo "ended with $status"
      exit "$status"
`,
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      status=0
      ./bench || status=$?
      echo "ended with $status"
      exit "$status"
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    toggle: ({ off, on }: { off: string; on: string }) =>
      `\`${off}\` until \`${on}\`: whatever fails between the two ends nothing`,
  },
  check(context) {
    const { plan, facts } = context;
    for (const { stage, reading } of runTexts(plan, facts)) {
      const { text, constructs } = reading;
      const switches = constructs.filter(one => one.kind === 'option' && one.option === 'errexit');
      for (const off of switches) {
        if (off.kind !== 'option' || off.on || !off.was || off.context.trap) continue;
        const on = switches.find(
          one =>
            one.kind === 'option' &&
            one.on &&
            one.at >= off.at &&
            one.start > off.start &&
            one.context.shell === off.context.shell,
        );
        if (!on) continue;
        const said = (one: { start: number; end: number }) => text.text.slice(one.start, one.end);
        context.report({
          message: 'toggle',
          args: { off: said(off), on: said(on) },
          place: text.placeOf(off.start, off.end),
          stage,
          related: [{ place: text.placeOf(on.start, on.end), message: 'until here' }],
          help: 'take the status of the one command that may fail: `status=0; cmd || status=$?`',
          cost: 'a failure between the two that nobody sees',
          fix: untoggled(reading, off, on),
        });
      }
    }
  },
});
