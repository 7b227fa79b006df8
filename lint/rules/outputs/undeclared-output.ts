import { mayContain, meets, pathSet } from '../../../plan/path-set.ts';
import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import { isUnknown, readable } from '../../../plan/symbol.ts';
import { scalarText } from '../../../schema/edit.ts';
import { base, relative, resolvePath } from '../../path.ts';
import { isUnsettled, Outputs } from '../../produced.ts';
import { inlineFiles } from '../../programs/inline-files.ts';
import { defineRule } from '../../rule.ts';
import { fixBy, inStageList } from '../../stage-edits.ts';
import { isOutVariable } from '../../stage-files.ts';
import { type LocatedCommand, stageReading, type TextReading } from '../../stage-shell.ts';
import { isSystemPath } from '../../system-paths.ts';
import { tree } from '../../tracked.ts';
import { writtenBy } from '../../writes.ts';

export default defineRule({
  id: 'undeclared-output',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a file that a stage’s shell code plainly writes and that it does not list under `produces`',
  why: `What is not declared is not uploaded, not checked and not waited for. The origin's generator wrote the data that two benchmarks
read, nothing said so, and they ran before it; result files lay on the machine when it was shut down.`,
  instead: `\`produces: [results.csv]\`; with \`upload: false\` where it is only for other stages. What is for this stage alone belongs
into \`/tmp\` or \`$(mktemp -d)\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./generate --sf 1 --out data/sf1
  bench:
    run: ./bench 2>&1 | tee bench.log
`,
        files: { generate: '', bench: '' },
        executable: ['generate', 'bench'],
        expect: [
          '6:34 `generate` writes `data/sf1`, but does not list it under `produces`: it is not kept, and nothing waits for it',
          '8:29 `bench` writes `bench.log`, but does not list it under `produces`: it is not kept, and nothing waits for it',
        ],
        fixed: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./generate --sf 1 --out data/sf1
    produces: [data/sf1]
  bench:
    run: ./bench 2>&1 | tee bench.log
    produces: [bench.log]
`,
      },
      {
        title: 'What another stage produces, and what git tracks',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  small:
    run: ./bench --sf 1 --output results.csv
    produces: [results.csv]
  large:
    run: |
      ./bench --sf 10 --output results.csv
      ./bench --list > queries.txt
`,
        files: { bench: '', 'queries.txt': '' },
        executable: ['bench'],
        expect: [
          '10:32 `large` writes `results.csv`, which `small` produces: whichever runs later overwrites the other’s result',
          '11:24 `large` writes over `queries.txt`, which git tracks: what runs after it is not what the commit holds',
        ],
      },
    ],
    good: [
      {
        title: 'Declared, temporary, or used up by the same stage',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: |
      ./generate --sf 1 --out data/sf1 --log /tmp/generate.log
      ./generate --list > queries.txt
      ./generate --queries queries.txt
    produces: [{ path: data/sf1/, upload: false }]
  bench:
    run: ./bench --data data/sf1 2>&1 | tee bench.log
    requires: [data/sf1/]
    produces: [bench.log]
`,
        files: { generate: '', bench: '' },
        executable: ['generate', 'bench'],
      },
    ],
  },
  messages: {
    undeclared: ({ stage, path }: { stage: string; path: string }) =>
      `\`${stage}\` writes \`${path}\`, but does not list it under \`produces\`: it is not kept, and nothing waits for it`,
    theirs: ({ stage, path, other }: { stage: string; path: string; other: string }) =>
      `\`${stage}\` writes \`${path}\`, which \`${other}\` produces: whichever runs later overwrites the other’s result`,
    source: ({ stage, path }: { stage: string; path: string }) =>
      `\`${stage}\` writes over \`${path}\`, which git tracks: what runs after it is not what the commit holds`,
  },
  check(context) {
    const { plan, facts } = context;
    const { kind } = context.once(tree);
    const { dir } = plan.repository;
    const outputs = new Outputs(plan);
    for (const stage of plan.stages) {
      if (stage.off || stage.derived || isUnsettled(stage.stage, context.faulty)) continue;
      const told = new Set<string>();
      const report = (absolute: string, place: Parameters<typeof context.report>[0]['place']) => {
        const path = relative(dir, absolute) ?? absolute;
        if (path === '' || told.has(path) || isDeclared(path, absolute, stage)) return;
        told.add(path);
        const name = stage.stage.name.value;
        const theirs = outputs.holding(path, stage);
        if (theirs && theirs.stage.stage !== stage.stage) {
          const other = readable(theirs.stage.name);
          context.report({
            message: 'theirs',
            args: { stage: name, path: readable(path), other },
            place,
            stage,
            related: [{ place: theirs.output.place, message: `produced by \`${other}\`` }],
            help: 'write a path of its own here, and list that under `produces`',
            cost: 'one of two results that were paid for',
          });
          return;
        }
        if (kind(path) === 'file') {
          context.report({
            message: 'source',
            args: { stage: name, path: readable(path) },
            place,
            stage,
            help: 'write a path that git does not track, and list it under `produces`; or a copy in `/tmp`',
            cost: 'results whose provenance names a commit that is not what ran',
          });
          return;
        }
        context.report({
          message: 'undeclared',
          args: { stage: name, path: readable(path) },
          place,
          stage,
          help: `write \`produces: [${path}]\`, with \`upload: false\` where it is only for other stages; or write it to \`/tmp\``,
          cost: 'a result that is not in the store when the machine is gone',
          // What one instance writes is not what all of them do.
          ...(stage.matrix.length === 0 &&
            fixBy(
              'unsafe',
              `add \`${readable(path)}\` to \`produces\``,
              inStageList(stage.stage, 'produces', [scalarText(path)]),
            )),
        });
      };
      const { texts, commands } = stageReading(plan, stage, facts);
      for (const reading of texts)
        for (const command of reading.commands) {
          if (command.context.trap || isWrittenHere(command)) continue;
          for (const { path, writes, place } of inlineFiles(command, reading.text)) {
            const absolute = writes ? resolvePath(command.directory, path) : undefined;
            if (
              absolute !== undefined &&
              isKept(absolute, plan) &&
              !isUsedUp(absolute, command, commands, texts, false)
            )
              report(absolute, place);
          }
          for (const { path, how, perhaps, start, end } of writtenBy(command)) {
            if (how === 'make' || isUnknown(path) || /[*?[]/.test(path)) continue;
            const absolute = resolvePath(command.directory, path);
            if (absolute === undefined || !isKept(absolute, plan)) continue;
            // `--results` and `--report` may as well name what is read.
            if (
              how === 'option' &&
              !isDeclared(relative(dir, absolute) ?? absolute, absolute, stage) &&
              isInput(absolute, stage, plan, perhaps)
            )
              continue;
            if (how === 'copy' && isFromGit(command, kind, dir)) continue;
            if (isUsedUp(absolute, command, commands, texts, how === 'errors')) continue;
            report(absolute, reading.text.placeOf(start, end));
          }
        }
      for (const { name, value } of stage.stage.env) {
        const text = stage.env.find(one => one.name === name.value)?.value ?? '';
        if (!isOutVariable(name.value) || !/[./]/.test(text) || isUnknown(text) || /[$*\s]|:\/\//.test(text)) continue;
        const absolute = resolvePath(stage.cwd, text);
        if (absolute !== undefined && isKept(absolute, plan)) report(absolute, value.place);
      }
    }
  },
});

/** `cat > x <<E`: what is written stands in the campaign. */
function isWrittenHere({ words, redirects }: LocatedCommand): boolean {
  return redirects.some(({ operator }) => operator === '<<') && /^(cat|tee)?$/.test(base(words[0]?.value ?? ''));
}

/** It lies where results lie: not in a temporary place, among the system's files, or in another checkout. */
function isKept(absolute: string, plan: Plan): boolean {
  if (relative(plan.repository.dir, absolute) !== undefined) return !absolute.includes('/.git/');
  return !isSystemPath(absolute) && !plan.siblings.some(({ dir }) => relative(dir, absolute) !== undefined);
}

function isDeclared(path: string, absolute: string, { produces }: PlannedStage): boolean {
  const below = pathSet(`${path}/`);
  return produces.some(
    ({ path: set }) =>
      mayContain(set, path) || mayContain(set, absolute) || (set.text.includes('/') && meets(set, below)),
  );
}

/** The stage requires it, or another stage makes what an option perhaps reads. */
function isInput(absolute: string, stage: PlannedStage, { stages, repository }: Plan, perhaps = true): boolean {
  const local = pathSet(`${relative(repository.dir, absolute) ?? absolute}/`);
  return (
    stage.requires.some(one => one.kind === 'path' && meets(one.path, local)) ||
    (perhaps &&
      stages.some(other => other.stage !== stage.stage && other.produces.some(({ path }) => meets(path, local))))
  );
}

/** A copy of what is in git is a setting or a template, and can be made again. */
function isFromGit(
  { words, directory }: LocatedCommand,
  kind: (path: string) => string | undefined,
  dir: string,
): boolean {
  return words.slice(1, -1).some(({ value }) => {
    const absolute = value === undefined || value.startsWith('-') ? undefined : resolvePath(directory, value);
    const local = relative(dir, absolute);
    return local !== undefined && kind(local) !== undefined;
  });
}

/** The same stage goes on to use it, so that it is a means; to show it is a use of what errors say alone. */
function isUsedUp(
  absolute: string,
  writer: LocatedCommand,
  commands: readonly LocatedCommand[],
  texts: readonly TextReading[],
  toShow: boolean,
): boolean {
  const at = commands.indexOf(writer);
  return commands.slice(at + 1).some(command => {
    const { words, directory, redirects } = command;
    if (!toShow && isShown(command, texts)) return false;
    if (directory !== undefined && (directory === absolute || directory.startsWith(`${absolute}/`))) return true;
    const named = [...words.slice(0), ...redirects.map(({ target }) => target)];
    return named.some(({ value, text, glob }) => {
      if (value === undefined) return text.includes('$') && text.includes(base(absolute));
      const plain = value.replace(/^--?[\w-]+=/, '').replace(/^[@<]/, '');
      const path = resolvePath(directory, glob ? plain.slice(0, plain.search(/[*?[]/)) : plain);
      if (path === undefined) return false;
      return (
        path === absolute ||
        path.startsWith(`${absolute}/`) ||
        (absolute.startsWith(`${path}/`) && isCarried(command)) ||
        (glob && absolute.startsWith(path))
      );
    });
  });
}

/** Commands that take all of a directory with them. */
function isCarried({ words }: LocatedCommand): boolean {
  return /^(tar|zip|cp|mv|rsync|aws|gsutil|rclone|rm|scp|du|docker|git)$/.test(base(words[0]?.value ?? ''));
}

/** `tail bench.log` prints a part of it. */
function isShown({ words, redirects, start }: LocatedCommand, texts: readonly TextReading[]): boolean {
  if (
    !/^(cat|tail|head|less|ls|wc|du|stat|echo|printf|file|grep|test|\[)$/.test(base(words[0]?.value ?? '')) ||
    redirects.length > 0
  )
    return false;
  return !texts.some(({ constructs }) =>
    constructs.some(one => one.kind === 'pipe' && one.parts.length > 1 && one.start <= start && start < one.end),
  );
}
