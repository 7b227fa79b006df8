import { mayContain } from '../../../plan/path-set.ts';
import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import { isUnknown, readable } from '../../../plan/symbol.ts';
import { scalarText } from '../../../schema/edit.ts';
import type { Place } from '../../../schema/source.ts';
import { makersOf } from '../../makers.ts';
import { absolutes, carried, patterns, searched } from '../../other-reads.ts';
import { base } from '../../path.ts';
import { reads } from '../../plain-reads.ts';
import { holds, type Made, Outputs } from '../../produced.ts';
import { defineRule } from '../../rule.ts';
import { lostWith } from '../../spoken.ts';
import { fixBy, inStageList } from '../../stage-edits.ts';
import { type NamedFile, stageFiles } from '../../stage-files.ts';
import { tree } from '../../tracked.ts';
import { writtenBy } from '../../writes.ts';

export default defineRule({
  id: 'undeclared-input',
  severity: 'warning',
  since: '0.1.0',
  summary:
    'a file that a stage’s shell code plainly reads, that another stage makes or nothing brings, and that it does not require',
  why: `Order is computed from what stages require. The origin's benchmarks read the data of a stage that came later in the file; as
nothing said so, they ran first, found nothing, and exited 0.`,
  instead: '`requires: [data/sf1/]`, as the other stage lists it under `produces`.',
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench --data data/sf1
  generate:
    run: ./generate --out data/sf1
    produces: [data/sf1/]
  join:
    run: sort <pairs.csv
`,
        files: { generate: '', bench: '' },
        executable: ['generate', 'bench'],
        expect: [
          '6:25 `bench` reads `data/sf1`, which `generate` produces, but does not require it: nothing keeps it from running first',
          '11:16 `join` reads `pairs.csv`, which no stage produces and the repository does not hold',
        ],
        fixed: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench --data data/sf1
    requires: [data/sf1/]
  generate:
    run: ./generate --out data/sf1
    produces: [data/sf1/]
  join:
    run: sort <pairs.csv
`,
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench --data data/sf1 --queries queries.sql
    requires: [data/sf1/]
  generate:
    run: ./generate --out data/sf1
    produces: [data/sf1/]
`,
        files: { generate: '', bench: '', 'queries.sql': '' },
        executable: ['generate', 'bench'],
      },
    ],
  },
  messages: {
    other: ({ stage, path, producer }: { stage: string; path: string; producer: string }) =>
      `\`${stage}\` reads \`${path}\`, which \`${producer}\` produces, but does not require it: nothing keeps it from running first`,
    writer: ({ stage, path, producer }: { stage: string; path: string; producer: string }) =>
      `\`${stage}\` reads \`${path}\`, which \`${producer}\` seems to write, and neither of them says so: nothing keeps it from running first`,
    nowhere: ({ stage, path }: { stage: string; path: string }) =>
      `\`${stage}\` reads \`${path}\`, which no stage produces and the repository does not hold`,
  },
  check(context) {
    const { plan, facts } = context;
    const known = context.once(tree);
    const makers = makersOf(plan, facts);
    const outputs = new Outputs(plan);
    for (const stage of plan.stages) {
      if (stage.off || stage.derived) continue;
      const told = new Set<string>();
      let before: ReadonlySet<string> | undefined;
      for (const { path, glob, place } of patterns(plan, stage, facts)) {
        const made = outputs.matching(path, glob, stage);
        if (!made || made.stage.derived || made.stage.stage === stage.stage || told.has(path)) continue;
        before ??= earlier(stage, plan);
        if (before.has(made.stage.name) || isRequired(path, stage)) continue;
        told.add(path);
        tellOther(stage, path, place, made);
      }
      for (const { path, place } of [...absolutes(plan, stage, facts), ...searched(plan, stage, facts)]) {
        const made = outputs.holding(path, stage);
        if (!made || made.stage.derived || made.stage.stage === stage.stage || told.has(path)) continue;
        before ??= earlier(stage, plan);
        if (before.has(made.stage.name) || isRequired(path, stage)) continue;
        told.add(path);
        tellOther(stage, path, place, made);
      }
      for (const { path, place } of carried(plan, stage, facts))
        for (const made of outputs.inside(path)) {
          before ??= earlier(stage, plan);
          const text = made.output.path.text;
          if (made.stage.derived || made.stage.stage === stage.stage || before.has(made.stage.name) || told.has(text))
            continue;
          told.add(text);
          tellOther(stage, path, place, made);
        }
      for (const file of stageFiles(plan, stage, facts)) {
        const { path, place } = file;
        if (
          told.has(path) ||
          isUnknown(path) ||
          known.holds(path) ||
          isRequired(path, stage) ||
          isOwn(file, stage, plan)
        )
          continue;
        const name = stage.stage.name.value;
        const made = outputs.holding(path, stage);
        if (made) {
          before ??= earlier(stage, plan);
          if (before.has(made.stage.name) || made.stage.stage === stage.stage) continue;
          told.add(path);
          if (made.stage.derived) continue;
          tellOther(stage, path, place, made);
          continue;
        }
        if (facts.exists(path) !== undefined || file.how !== 'argument') continue;
        const writer = makers.writer(path);
        if (writer !== undefined && writer !== stage.name && reads(file)) {
          before ??= earlier(stage, plan);
          if (before.has(writer)) continue;
          told.add(path);
          context.report({
            message: 'writer',
            args: { stage: name, path, producer: readable(writer) },
            place,
            stage,
            help: `list \`${path}\` under \`produces\` there and under \`requires\` here`,
            cost: lostWith(plan, stage),
          });
          continue;
        }
        if (file.conditional || !reads(file) || makers.declared(path) || makers.below(path)) continue;
        if (makers.possible(path, { program: false, ignored: false })) continue;
        told.add(path);
        context.report({
          message: 'nowhere',
          args: { stage: name, path },
          place,
          stage,
          help: `commit \`${path}\`, or list it under \`produces\` of the stage that makes it and under \`requires\` here`,
          cost: lostWith(plan, stage),
        });
      }
    }

    function tellOther(stage: PlannedStage, path: string, place: Place, made: Made) {
      const producer = readable(made.stage.name);
      const { text } = made.output.output.path;
      context.report({
        message: 'other',
        args: { stage: stage.stage.name.value, path, producer },
        place,
        stage,
        related: [{ place: made.output.place, message: `produced by \`${producer}\`` }],
        help: `write \`requires: [${text}]\``,
        cost: lostWith(plan, stage),
        ...(!text.includes('${{') &&
          fixBy('safe', `add \`${text}\` to \`requires\``, inStageList(stage.stage, 'requires', [scalarText(text)]))),
      });
    }
  },
});

function isRequired(path: string, { requires }: PlannedStage): boolean {
  return requires.some(
    one =>
      one.kind === 'path' &&
      (mayContain(one.path, path) ||
        one.path.text.startsWith(`${path}/`) ||
        (one.prebuilt !== undefined && path.startsWith(one.path.text))),
  );
}

/** The stage makes it itself: it declares it, or an earlier command of it plainly writes it. */
function isOwn({ path, command }: NamedFile, stage: PlannedStage, { repository }: Plan): boolean {
  if (stage.produces.some(output => holds(output, path, repository.dir))) return true;
  // `./gen --out x` and `./gen x` in one command: an output of it.
  return [...writtenBy(command)].some(written => base(written.path) === base(path));
}

/** Every stage that has ended when this one starts. */
function earlier(stage: PlannedStage, plan: Plan): ReadonlySet<string> {
  const byName = new Map(plan.stages.map(one => [one.name, one]));
  const found = new Set<string>();
  const pending = [stage];
  for (let one = pending.pop(); one; one = pending.pop())
    for (const { to } of one.needs) {
      const next = byName.get(to);
      if (next && !found.has(to)) pending.push(next);
      found.add(to);
    }
  return found;
}
