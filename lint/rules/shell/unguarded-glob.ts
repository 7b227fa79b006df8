import { contains, meets, pathSet } from '../../../plan/path-set.ts';
import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import { isUnknown } from '../../../plan/symbol.ts';
import type { Edit } from '../../finding.ts';
import { parentOf, relative, resolvePath } from '../../path.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { isAskedFor, type UnguardedGlob, unguardedGlobs } from '../../shell/globs.ts';
import { purposeOf } from '../../shell/purpose.ts';
import type { ShellWord } from '../../shell/words.ts';
import { exactly, fixBy } from '../../stage-edits.ts';
import type { ShellText } from '../../stage-script.ts';
import type { TextReading } from '../../stage-shell.ts';
import { type Tree, tree } from '../../tracked.ts';
import { writtenBy } from '../../writes.ts';

export default defineRule({
  id: 'unguarded-glob',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a glob that is taken literally when nothing matches it, where nothing says that something does',
  why: `\`chmod +x infra/*.sh\` aborted the origin's boot: the directory was not in git, so chmod was given the five letters
\`*.sh\` and failed, and with it the whole script. In a loop the pattern becomes a name, and the body runs once with it.`,
  instead: `List the files under \`requires\` (\`requires: ["data/*.csv"]\`): the stage then starts only where they are. In a loop,
\`[ -e "$f" ] || continue\` first; or \`shopt -s nullglob\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      chmod +x infra/*.sh
      for f in out/*.csv; do
        ./bench "$f"
      done
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: [
          '7:16 when nothing matches `infra/*.sh`, `chmod` gets the pattern as a name, and fails',
          '8:16 when nothing matches `out/*.csv`, the loop runs once, with the pattern as a name',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      chmod +x infra/*.sh
      for f in out/*.csv; do
        [ -e "$f" ] || continue
        ./bench "$f"
      done
`,
      },
    ],
    good: [
      {
        title: 'Files in git, files that are required, a guard',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./bench --generate data
    produces: [data/]
  bench:
    run: |
      chmod +x infra/*.sh
      for f in data/*.csv; do ./bench "$f"; done
      for f in extra/*.csv; do
        [ -e "$f" ] || continue
        ./bench "$f"
      done
      rm -f *.tmp
    requires: ["data/*.csv"]
`,
        files: { bench: '', 'infra/x.sh': '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    loop: ({ glob }: { glob: string }) =>
      `when nothing matches \`${glob}\`, the loop runs once, with the pattern as a name`,
    array: ({ glob }: { glob: string }) =>
      `when nothing matches \`${glob}\`, the array holds the pattern as if it were a name`,
    argument: ({ glob, program }: { glob: string; program: string }) =>
      `when nothing matches \`${glob}\`, \`${program}\` gets the pattern as a name, and fails`,
  },
  check(context) {
    const { plan, facts } = context;
    const known = context.once(tree);
    for (const { stage, reading } of ranTexts(plan, facts))
      for (const { word, how, loop, command, cwd, at } of unguardedGlobs(reading)) {
        const path = pathOf(word.value, cwd, reading, at, stage);
        if (path !== undefined && (isSure(path, stage, plan, known) || isMade(path, reading, at))) continue;
        if (isAskedFor(word, reading, at)) continue;
        const place = reading.text.placeOf(word.start, word.end);
        const local = path !== undefined && relative(plan.repository.dir, path);
        const ask = ASKS[how](word.text, loop?.variable ?? 'f');
        const help = local
          ? `write \`requires: ["${local}"]\`, so that the stage starts only when they are there; or ${ask}`
          : ask;
        const guard =
          loop && fixBy('unsafe', 'begin the loop with a check that the file is there', guarding(reading.text, loop));
        const more = { place, stage, help, ...guard, cost: 'a stage that fails, or works on a name that is no file' };
        if (how !== 'argument') context.report({ message: how, args: { glob: word.text }, ...more });
        else
          context.report({
            message: 'argument',
            args: { glob: word.text, program: command?.words[0]?.value ?? 'the command' },
            ...more,
          });
      }
  },
});

/** The question at the beginning of a loop, on a line of its own where the body has one. */
function guarding(text: ShellText, { body, variable }: NonNullable<UnguardedGlob['loop']>): Edit | undefined {
  const place = variable === undefined ? undefined : exactly(text, body.start, body.start);
  if (!place) return undefined;
  const { source, range } = place;
  const before = source.text.slice(source.text.lastIndexOf('\n', range.start - 1) + 1, range.start);
  const end = before.trim() === '' ? `\n${before}` : '; ';
  return { place, replacement: `[ -e "$${variable}" ] || continue${end}` };
}

/** How to be sure that something matches. */
const ASKS = {
  loop: (_: string, variable: string) => `begin the loop with \`[ -e "$${variable}" ] || continue\``,
  argument: (glob: string) => `ask before whether there are any: \`compgen -G '${glob}' >/dev/null || exit 1\``,
  array: () => 'write `shopt -s nullglob` on the line before, and check that the array is not empty',
};

/** The pattern, absolute; `undefined` when it is not known. */
function pathOf(
  value: string | undefined,
  cwd: string | undefined,
  { commands }: TextReading,
  at: number,
  stage: PlannedStage | undefined,
): string | undefined {
  if (value === undefined || isUnknown(value)) return undefined;
  if (value.startsWith('/')) return resolvePath('/', value);
  // The setup runs before anything is checked out.
  if (stage === undefined) return undefined;
  const near = commands[at]?.directory ?? (cwd === undefined ? undefined : resolvePath(stage.cwd, cwd));
  return resolvePath(near, value);
}

/** Something is certain to match: a file in git, or what the stage requires or another text says it makes. */
function isSure(path: string, stage: PlannedStage | undefined, plan: Plan, { files, directories }: Tree): boolean {
  if (ALWAYS_THERE.test(path)) return true;
  const local = relative(plan.repository.dir, path);
  const sets = [path, ...(local ? [local] : [])].map(text => pathSet(text));
  const required = stage?.requires.flatMap(one => (one.kind === 'path' ? [one.path] : [])) ?? [];
  if (required.some(one => sets.some(set => meets(one, set)))) return true;
  if (plan.campaign.prebuilt.length > 0 && /(^|\/)target\//.test(path)) return true;
  if (local === undefined) return false;
  // Few files have what stands before the first wildcard in common with it, and only those are looked at closely.
  const plain = local.slice(0, local.search(/[*?[{\\]/));
  const directory = parentOf(plain);
  if (directory !== '' && !directories.has(directory)) return false;
  const set = sets.at(-1)!;
  return files.some(file => file.startsWith(plain) && contains(set, file));
}

/** What every Linux has: a process, a processor, a loopback device. */
const ALWAYS_THERE =
  /^\/(proc|sys\/class\/net|sys\/devices\/system\/(cpu|node))\/[^/]*[*?\]][^/]*(\/(comm|stat|status|cmdline|operstate|topology\/\w+))?$|^\/etc\/\*-?release$/;

/** An earlier command of the text names the directory, so that it may make what is in it; or it builds or unpacks there. */
function isMade(path: string, { commands }: TextReading, at: number): boolean {
  const plain = path.slice(0, path.search(/[*?[]/)).replace(/\/[^/]*$/, '');
  return commands.slice(0, at).some(command => {
    const { words, redirects, directory, kind, calls, context } = command;
    if (kind !== 'command') return false;
    const purpose = purposeOf({ kind, words, redirects });
    const isOne = (name: string | undefined) => {
      const one = name === undefined ? undefined : resolvePath(directory, name);
      return one !== undefined && contains(pathSet(path), one);
    };
    const partly = [
      ...redirects.map(({ target }) => target),
      ...(/^(ask|tell|tidy)$/.test(purpose) ? [] : words.slice(1)),
    ];
    if ([...writtenBy(command)].some(one => isOne(one.path)) || partly.some(word => isOne(someNameOf(word))))
      return true;
    const made = [
      ...words.slice(1).map(({ value }) => value?.replace(/^--?[\w-]+=/, '')),
      ...redirects.map(({ target }) => target.value),
    ];
    if (purpose === 'shell' || purpose === 'tell' || purpose === 'ask' || purpose === 'tidy' || context.trap || calls)
      return redirects.some(
        ({ target }) => target.value !== undefined && resolvePath(directory, target.value)?.startsWith(`${plain}/`),
      );
    // What is built, unpacked, cloned or run there may leave anything where it runs.
    if (
      directory !== undefined &&
      (plain === directory || plain.startsWith(`${directory}/`)) &&
      /^(build|install)$/.test(purpose)
    )
      return true;
    if (
      /^(tar|unzip|git|make|cmake|aws|gsutil|rsync|scp|split|cargo|go|npm)$/.test(words[0]?.value ?? '') &&
      directory !== undefined &&
      plain === directory
    )
      return true;
    return made.some(value => {
      const one = value === undefined ? undefined : resolvePath(directory, value);
      return (
        one !== undefined &&
        purpose !== 'prepare' &&
        one !== '/' &&
        (plain === one ||
          plain.startsWith(`${one}/`) ||
          (one.startsWith(`${plain}/`) && !`${directory}/`.startsWith(`${plain}/`)) ||
          // `split big part-`, `--prefix out/run-`: what its names begin with.
          (one.length > plain.length + 1 && path.startsWith(one)))
      );
    });
  });
}

/** Of `"out/mem-$n.txt"` one of its names, whatever `n` is; `undefined` where the name is known, or nothing of it is. */
function someNameOf({ value, text }: ShellWord): string | undefined {
  if (value !== undefined || !text.includes('$')) return undefined;
  const name = text.replace(/^--?[\w-]+=/, '').replaceAll(/"|\$\{\w+\}|\$\w+/g, part => (part === '"' ? '' : 'x'));
  return /[$`'\\*?[]/.test(name) ? undefined : name;
}
