import { readable } from '../../../plan/symbol.ts';
import { ciMemory } from '../../ci/stage-overlaps.ts';
import { measuresLong } from '../../measuring.ts';
import { defineRule } from '../../rule.ts';
import { spokenTime } from '../../spoken.ts';
import { fixBy, outOfOutput } from '../../stage-edits.ts';

export default defineRule({
  id: 'no-checkpoint',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a long measuring stage none of whose results is saved while it runs',
  why: `A spot machine has two minutes' notice, and a crash none. The origin's benchmark ended after 5 of 22 queries; where what it had
written is in the store, five results are kept, and one knows which query was the sixth.`,
  instead: `\`checkpoint: 30s\` at the output, or nothing: by default every output is saved while it grows, as often as \`store.checkpoint\`
says. A stage that writes its result only at the end can append to a file as it goes.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 3h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md
    produces:
      - { path: results.md, checkpoint: false, expect: { lines: 22 } }
    timeout: 2h
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: [
          '8:41 nothing of `bench` is saved while it runs, for up to 2h: what it has by then is lost with the machine',
        ],
        fixed: `campaign: tpch
version: 1
limits: { wall: 3h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md
    produces:
      - { path: results.md, expect: { lines: 22 } }
    timeout: 2h
`,
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 3h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md --plans plans/
    produces:
      - { path: results.md, expect: { lines: 22 } }
      - { path: plans/, checkpoint: false }
    timeout: 2h
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    none: ({ stage, time }: { stage: string; time: string }) =>
      `nothing of \`${stage}\` is saved while it runs, for up to ${time}: what it has by then is lost with the machine`,
  },
  check(context) {
    const { plan, facts } = context;
    const memory = context.once(ciMemory);
    for (const stage of plan.stages) {
      const kept = stage.produces.filter(({ upload }) => upload);
      const { timeout = 0 } = stage;
      // The log of a stage without outputs is its result, and it is always saved.
      if (kept.length === 0 || kept.some(({ checkpoint }) => checkpoint > 0 && checkpoint < timeout)) continue;
      if (!measuresLong(stage, plan, facts, memory)) continue;
      const { output } = kept[0]!;
      const place = output.checkpoint?.place ?? plan.campaign.store?.checkpoint?.place ?? output.place;
      context.report({
        message: 'none',
        args: { stage: stage.stage.name.value, time: spokenTime(timeout) },
        place,
        stage,
        help: `write \`checkpoint: 30s\` for \`${readable(kept[0]!.path.text)}\`, or delete the key: it is saved every 30s then`,
        ...(output.checkpoint &&
          fixBy('unsafe', 'take `checkpoint` away', outOfOutput(stage.stage, output.checkpoint.place, 'checkpoint'))),
        cost: `up to ${spokenTime(timeout)} of paid measuring`,
      });
    }
  },
});
