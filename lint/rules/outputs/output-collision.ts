import { collisions } from '../../../plan/collisions.ts';
import { overlap } from '../../../plan/path-set.ts';
import type { PlannedOutput, PlannedStage } from '../../../plan/plan.ts';
import { readable } from '../../../plan/symbol.ts';
import { shownPath } from '../../provision.ts';
import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'output-collision',
  severity: 'error',
  since: '0.1.0',
  summary:
    'outputs of two stages, or of two instances of one, that can be the same path: equal, one inside the other, or two globs that a name can match',
  why: `Both scale factors of the origin's triangulation wrote \`BENCHMARKS.md\`: the second overwrote the first, and half
of what had been paid for was gone.`,
  instead: `A path of its own for each: put the matrix value into the name (\`BENCHMARKS-SF\${{ matrix.sf }}.md\`), or give each stage a directory.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    matrix: { sf: [1, 10] }
    run: ./bench.sh \${{ matrix.sf }}
    produces: [BENCHMARKS.md]
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
        expect: ['8:16 `BENCHMARKS.md` is produced by both `bench[sf=1]` and `bench[sf=10]`'],
      },
      {
        title: 'A name that two globs match',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  scan:
    run: ./bench.sh scan
    produces: ["out/scan-*.json"]
  join:
    run: ./bench.sh join
    produces: ["out/*-join.json"]
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
        expect: ['10:16 `out/scan-*.json` of `scan` and `out/*-join.json` of `join` can both be `out/scan-join.json`'],
      },
      {
        title: 'Three that share one path: each is told once',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  one: { run: df -h > log.txt, produces: [log.txt] }
  two: { run: df -h > log.txt, produces: [log.txt] }
  three: { run: df -h > log.txt, produces: [log.txt] }
`,
        expect: [
          '6:43 `log.txt` is produced by both `one` and `two`',
          '7:45 `log.txt` is produced by both `one` and `three`',
        ],
      },
    ],
    good: [
      {
        title: 'A glob that could match a file only if that were a directory',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  rows: { run: ./bench.sh rows, produces: ["out/**/*.csv"] }
  summary: { run: ./bench.sh summary, produces: [out/summary.json] }
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
      },
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    matrix: { sf: [1, 10] }
    run: ./bench.sh \${{ matrix.sf }}
    produces: ["BENCHMARKS-SF\${{ matrix.sf }}.md"]
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
      },
    ],
  },
  messages: {
    equal: ({ path, a, b }: Pair) => `\`${path}\` is produced by both \`${a}\` and \`${b}\``,
    nested: ({ path, of, a, b }: Pair & { of: string }) =>
      `\`${path}\`, produced by \`${b}\`, lies inside \`${of}\`, produced by \`${a}\``,
    overlap: ({ path, of, a, b, common }: Pair & { of: string; common: string }) =>
      `\`${of}\` of \`${a}\` and \`${path}\` of \`${b}\` can both be \`${common}\``,
    own: ({ path, of, a }: { path: string; of: string; a: string }) =>
      path === of
        ? `\`${a}\` lists \`${path}\` twice`
        : `\`${a}\` lists \`${path}\` twice: it lies inside its \`${of}\``,
    copies: ({ as, a }: { as: string; a: string }) => `two outputs of \`${a}\` are kept as \`${as}\``,
  },
  check(context) {
    const { plan } = context;
    const cost = 'the output of one of them: the second overwrites the first';
    const told = new Set<string>();
    for (const { first, second, relation, witness: common } of collisions(plan)) {
      const pair = [first, second]
        .map(({ stage, output }) => `${stage.stage.name.value} ${output.place.range.start}`)
        .join(' ');
      // One finding for all instances of the same two outputs.
      if (told.has(pair)) continue;
      told.add(pair);
      const [outer, inner] = relation === 'inside' ? [second, first] : [first, second];
      const args = {
        ...named(outer.stage, inner.stage),
        path: shownPath(inner.output.path),
        of: shownPath(outer.output.path),
        common: readable(common),
      };
      const same = first.stage.stage === second.stage.stage;
      const help = same
        ? 'put a matrix value into the path, so that each instance has its own'
        : 'give each stage a path of its own';
      const message = relation === 'equal' ? 'equal' : relation === 'overlap' ? 'overlap' : 'nested';
      const related =
        same && placeOf(first.output).range.start === placeOf(second.output).range.start
          ? []
          : [{ place: placeOf(first.output), message: `produced by \`${readable(first.stage.name)}\`` }];
      context.report({ message, args, place: placeOf(second.output), stage: second.stage, related, help, cost });
    }
    for (const stage of plan.stages)
      for (const { outer, inner, kind } of ownPairs(stage)) {
        const a = readable(stage.stage.name.value);
        const details = { place: placeOf(inner), stage, related: [{ place: placeOf(outer), message: 'the other' }] };
        if (kind === 'copy')
          context.report({
            message: 'copies',
            args: { as: keptAs(inner), a },
            ...details,
            help: 'give each its own `as`',
            cost,
          });
        else {
          const args = { path: shownPath(inner.path), of: shownPath(outer.path), a };
          // Nothing is lost by it; where the inner one has an expectation of its own, it even means something.
          context.report({ message: 'own', args, ...details, severity: 'warning', help: 'list it once' });
        }
      }
  },
});

interface Pair {
  readonly path: string;
  readonly a: string;
  readonly b: string;
}

/** Stages by their names; by instances where these are of one stage. */
function named(a: PlannedStage, b: PlannedStage): { a: string; b: string } {
  if (a.stage === b.stage) return { a: readable(a.name), b: readable(b.name) };
  return { a: a.stage.name.value, b: b.stage.name.value };
}

/** The path itself, where the output is a map. */
function placeOf({ output }: PlannedOutput) {
  return output.path.place;
}

function keptAs({ as, path }: PlannedOutput): string {
  return readable(as ?? path.text);
}

/** Outputs of one stage that hold the same paths to no purpose, or whose copies in the store do. */
function ownPairs({ produces, derived }: PlannedStage) {
  const found: { outer: PlannedOutput; inner: PlannedOutput; kind: 'own' | 'copy' }[] = [];
  if (derived) return found;
  for (const [index, later] of produces.entries())
    for (const earlier of produces.slice(0, index)) {
      const relation = overlap(later.path, earlier.path);
      const [outer, inner] = relation === 'around' ? [later, earlier] : [earlier, later];
      if (relation === undefined || relation === 'overlap') {
        if ((inner.as ?? outer.as) !== undefined && keptAs(inner) === keptAs(outer))
          found.push({ outer, inner, kind: 'copy' });
      } else if (relation === 'equal' || !inner.expect) found.push({ outer, inner, kind: 'own' });
    }
  return found;
}
