import type { Edge } from '../../../plan/plan.ts';
import { readable } from '../../../plan/symbol.ts';
import { defineRule } from '../../rule.ts';
import { spokenList } from '../../spoken.ts';

export default defineRule({
  id: 'cycle',
  severity: 'error',
  since: '0.1.0',
  summary: 'stages that wait for each other, or a stage that waits for itself',
  why: `None of them could ever start. A harness that runs stages in file order hides this: each run then reads what the
run before it left.`,
  instead: `Take the edge away that is not meant: often an input that is the stage's own output, or one stage that should be two.`,
  examples: {
    bad: [
      {
        campaign: `campaign: loop
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./generate.sh
    requires: [report.md]
    produces: [data.csv]
  bench:
    run: ./bench.sh
    requires: [data.csv]
    produces: [report.md]
`,
        files: { 'generate.sh': '', 'bench.sh': '' },
        executable: ['generate.sh', 'bench.sh'],
        expect: ['7:16 the stages wait for each other: `generate` → `bench` → `generate`'],
      },
      {
        title: 'A stage that requires its own output',
        campaign: `campaign: loop
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh
    requires: [report.md]
    produces: [report.md]
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
        expect: ['7:16 `bench` requires `report.md`, which it produces itself'],
      },
    ],
    good: [
      {
        title: 'Its own output inside a directory that it requires makes no circle',
        campaign: `campaign: loop
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./generate.sh
    produces: [data/in.csv]
  bench:
    run: ./bench.sh
    requires: [data/]
    produces: [data/report.md]
`,
        files: { 'generate.sh': '', 'bench.sh': '' },
        executable: ['generate.sh', 'bench.sh'],
      },
    ],
  },
  messages: {
    circle: ({ names }: { names: readonly string[] }) =>
      `the stages wait for each other: ${[...names, names[0]].map(name => `\`${name}\``).join(' → ')}`,
    itself: ({ name, what }: { name: string; what: string }) =>
      `\`${name}\` requires \`${what}\`, which it produces itself`,
    named: ({ name }: { name: string }) => `\`${name}\` waits for itself`,
  },
  check(context) {
    const { plan } = context;
    for (const circle of plan.cycles) {
      const stages = circle.map(({ from }) => plan.stages.find(({ name }) => name === from)!);
      const plain = stages.map(({ stage }) => stage.name.value);
      // Where instances of one stage wait for each other, only their full names tell them apart.
      const names = new Set(plain).size === plain.length ? plain : stages.map(({ name }) => readable(name));
      const [first] = circle;
      const place = first!.required;
      const cost = 'a run in which none of them ever starts, nor anything that needs them';
      const related = circle.flatMap((edge, index) => hop(edge, names[index]!, names[(index + 1) % names.length]!));
      if (circle.length > 1) {
        const help = `remove one of these from its \`requires\`: ${spokenList(circle.map((edge, index) => `${edge.produced ? `\`${readable(edge.what)}\`` : `\`{ stage: ${names[(index + 1) % names.length]} }\``} of \`${names[index]}\``))}; or split a stage in two`;
        context.report({ message: 'circle', args: { names }, place, stage: stages[0], related, help, cost });
      } else if (first!.produced) {
        const help =
          'remove it from `requires`; if the stage needs an earlier one to start from, give the result another name';
        const what = readable(first!.what);
        context.report({
          message: 'itself',
          args: { name: names[0]!, what },
          place,
          stage: stages[0],
          related,
          help,
          cost,
        });
      } else
        context.report({
          message: 'named',
          args: { name: names[0]! },
          place,
          stage: stages[0],
          help: `remove \`{ stage: ${names[0]} }\` from its \`requires\``,
          cost,
        });
    }
  },
});

function hop({ required, produced, what }: Edge, from: string, to: string) {
  const asked = produced ? `\`${from}\` requires \`${readable(what)}\`` : `\`${from}\` waits for \`${to}\``;
  return [
    { place: required, message: asked },
    ...(produced ? [{ place: produced, message: `which \`${to}\` produces` }] : []),
  ];
}
