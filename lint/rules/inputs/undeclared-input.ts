import { mayContain, meets, pathSet } from '../../../plan/path-set.ts';
import type { Plan, PlannedOutput, PlannedStage } from '../../../plan/plan.ts';
import { isUnknown, readable } from '../../../plan/symbol.ts';
import { scalarText } from '../../../schema/edit.ts';
import type { Place } from '../../../schema/source.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { makersOf } from '../../makers.ts';
import { defineRule } from '../../rule.ts';
import { base, inside, resolvePath } from '../../shell/directory.ts';
import type { ShellWord } from '../../shell/words.ts';
import { lostWith } from '../../spoken.ts';
import { fixBy, inStageList } from '../../stage-edits.ts';
import { type NamedFile, stageFiles } from '../../stage-files.ts';
import { stageReading } from '../../stage-shell.ts';
import { ancestors, tree } from '../../tracked.ts';
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
      for (const { path, place } of absolutes(plan, stage, facts)) {
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

/** The directories of the patterns that a stage's code gives to commands and loops. */
function* patterns(
  plan: Plan,
  stage: PlannedStage,
  facts: RepositoryFacts,
): Iterable<{ path: string; glob: string; place: Place }> {
  for (const { text, commands, constructs } of stageReading(plan, stage, facts).texts) {
    const loops = constructs.flatMap(one =>
      one.kind === 'loop' && !one.context.elsewhere
        ? one.words.map(word => ({ word, directory: commands[one.body.from]?.directory }))
        : [],
    );
    const words = commands.flatMap(({ kind, words, directory, context, calls }) =>
      kind === 'command' && !context.elsewhere && !calls && !/^(rm|find|grep|echo)$/.test(words[0]?.value ?? '')
        ? words.slice(1).map(word => ({ word, directory }))
        : [],
    );
    for (const { word, directory } of [...loops, ...words]) {
      if (!word.glob || word.value === undefined || !word.value.includes('/') || /:\/\/|^-/.test(word.value)) continue;
      const plain = word.value.slice(0, word.value.search(/[*?[]/)).replace(/\/[^/]*$/, '');
      const absolute = plain === '' ? undefined : resolvePath(directory, plain);
      const path = absolute === undefined ? undefined : inside(plan.repository.dir, absolute);
      const glob = path && `${path}/${word.value.slice(plain.length).replace(/^\//, '')}`;
      if (glob) yield { path, glob, place: text.placeOf(word.start, word.end) };
    }
  }
}

/** What lies outside of the checkout and is named to a command that may read it. */
function* absolutes(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): Iterable<{ path: string; place: Place }> {
  for (const { text, commands } of stageReading(plan, stage, facts).texts)
    for (const command of commands) {
      const { kind, words, redirects, context, calls } = command;
      if (kind !== 'command' || context.elsewhere || context.trap || calls) continue;
      const written = new Set([...writtenBy(command)].map(({ path }) => path));
      const named = /^(rm|rmdir|mkdir|touch|find|echo|printf|chmod|chown|df|umount|mount|test|\[)$/.test(
        words[0]?.value ?? '',
      )
        ? []
        : words.slice(1);
      for (const { value, glob, start, end } of [
        ...named,
        ...redirects.flatMap(({ operator, target }) => (operator === '<' ? [target] : [])),
      ]) {
        const path = value?.replace(/^--?[\w-]+=(?=\/)/, '');
        if (!path?.startsWith('/') || glob || isUnknown(path) || written.has(path)) continue;
        if (inside(plan.repository.dir, path) === undefined)
          yield { path: path.replace(/\/$/, ''), place: text.placeOf(start, end) };
      }
    }
}

/** The directories that a command takes away with all that is in them; not where the stage only sends what it has added to one. */
function* carried(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): Iterable<{ path: string; place: Place }> {
  for (const { text, commands } of stageReading(plan, stage, facts).texts)
    for (const { kind, words, directory, context } of commands) {
      if (kind !== 'command' || context.elsewhere || context.trap) continue;
      for (const { value, glob, start, end } of carriedBy(words)) {
        const absolute = value === undefined || glob || isUnknown(value) ? undefined : resolvePath(directory, value);
        const path = absolute === undefined ? undefined : inside(plan.repository.dir, absolute);
        if (!path || (isSent(words) && stage.produces.some(output => holds(output, path, plan.repository.dir))))
          continue;
        yield { path, place: text.placeOf(start, end) };
      }
    }
}

/** What is sent again later takes along what has come by then. */
function isSent(words: readonly ShellWord[]): boolean {
  return /^(aws|gsutil|rclone|rsync|scp)$/.test(base(words[0]?.value ?? ''));
}

function carriedBy(words: readonly ShellWord[]): readonly ShellWord[] {
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  const plain = args.filter(({ value }) => value !== undefined && !value.startsWith('-'));
  const has = (option: RegExp) => args.some(({ value }) => option.test(value ?? ''));
  switch (program) {
    case 'tar':
      // Of `tar -czf x.tgz out` what comes after the archive.
      return /^-?[a-zA-Z]*c[a-zA-Z]*f$/.test(args[0]?.value ?? '') && !has(/^-C|^--directory/)
        ? plain.filter(word => args.indexOf(word) > 1)
        : [];
    case 'zip':
      return has(/^-[a-zA-Z]*r/) ? plain.slice(1) : [];
    case 'aws':
      return plain[0]?.value === 's3' && (plain[1]?.value === 'sync' || has(/^--recursive$/)) ? plain.slice(2, 3) : [];
    case 'gsutil':
    case 'rclone':
      return has(/^(rsync|sync|copy|-r|-R)$/) ? plain.slice(-2, -1) : [];
    case 'rsync':
    case 'scp':
    case 'cp':
      return has(/^-[a-zA-Z]*[arR]|^--(archive|recursive)$/) ? plain.slice(0, -1) : [];
    default:
      return [];
  }
}

interface Made {
  readonly stage: PlannedStage;
  readonly output: PlannedOutput;
}

/** What stages produce, by path, so that a plan of thousands of stages is looked through once. */
class Outputs {
  readonly #dir: string;
  /** By the path itself, and by each directory that holds it. */
  readonly #at = new Map<string, Made>();
  readonly #around = new Map<string, Made[]>();
  readonly #globs: Made[] = [];

  constructor({ stages, repository }: Plan) {
    this.#dir = repository.dir;
    for (const stage of stages)
      for (const output of stage.off ? [] : stage.produces) {
        const { kind, text, unknown } = output.path;
        if (unknown) continue;
        const local = inside(repository.dir, resolvePath(repository.dir, text) ?? text);
        if (kind === 'glob') this.#globs.push({ stage, output });
        else if (!local && text.startsWith('/')) this.#at.set(text.replace(/\/$/, ''), { stage, output });
        else if (local) {
          this.#at.set(local, { stage, output });
          for (const directory of ancestors(local)) {
            const held = this.#around.get(directory);
            if (held) held.push({ stage, output });
            else this.#around.set(directory, [{ stage, output }]);
          }
        }
      }
  }

  /** All that is produced in a directory. */
  inside(directory: string): readonly Made[] {
    if (!this.#around.has(directory)) return [];
    return [...this.#at].flatMap(([path, made]) => (path.startsWith(`${directory}/`) ? [made] : []));
  }

  /** What another stage produces that holds the directory, or that a pattern in it can match. */
  matching(directory: string, glob: string, reader: PlannedStage): Made | undefined {
    const around = [directory, ...ancestors(directory)].map(one => this.#at.get(one)).find(Boolean);
    if (around) return around.stage === reader ? undefined : around;
    const set = pathSet(glob);
    return [this.#around.get(directory) ?? [], this.#globs]
      .flatMap(some => some.find(({ stage, output }) => stage.stage !== reader.stage && meets(output.path, set)) ?? [])
      .at(0);
  }

  /** What another stage produces that is the path, lies in it, or holds it. */
  holding(path: string, reader: PlannedStage): Made | undefined {
    const near = [path, ...ancestors(path)].map(one => this.#at.get(one)).find(Boolean) ?? this.#around.get(path)?.[0];
    const made = near ?? this.#globs.find(({ output }) => holds(output, path, this.#dir));
    return made?.stage === reader ? undefined : made;
  }
}

function holds({ path: set }: PlannedOutput, path: string, dir: string): boolean {
  if (set.unknown) return false;
  return (
    mayContain(set, path) ||
    mayContain(set, `${dir}/${path}`) ||
    (set.kind !== 'glob' && set.text.startsWith(`${path}/`))
  );
}

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

const READERS =
  /^(cat|diff|cmp|sort|wc|jq|yq|head|tail|uniq|cut|paste|join|comm|sha256sum|md5sum|zcat|gunzip|unzip|zstd|xz|xmllint|base64|tac|nl|column|csvcut|gnuplot)$/;
/** Programs of which `-f` names what they read; of `tar`, where it does not write. */
const READS_FILE =
  /^(psql|pgbench|pg_restore|tar|awk|gawk|sed|jq|grep|egrep|make|kubectl|docker|podman|docker-compose|locust|pip|pip3|duckdb)$/;
const INPUT_OPTION =
  /^--?(i|in|input|inputs|input-file|infile|data|data-dir|dataset|datadir|file|from|source|src|queries|query-file|sql|sql-file|reference|expected|golden|ground-truth|fixtures?|params-file|settings|var-file|corpus|config|conf|manifest|manifest-path|scenario|workload|schema|model|weights|baseline|env-file)(=|$)/;

/** It is plainly read: behind `<`, by a program that only reads, or after an option that says so. */
function reads({ path, place, command }: NamedFile): boolean {
  const { words, redirects, text } = command;
  const isHere = ({ start, end }: { start: number; end: number }) =>
    text.placeOf(start, end).range.start === place.range.start;
  if (redirects.some(({ operator, target }) => operator === '<' && isHere(target))) return true;
  const at = words.findIndex(isHere);
  if (at <= 0 || /\/$/.test(path)) return false;
  const program = base(words[0]?.value ?? '');
  if (/^[jy]q$/.test(program) && at === filterOf(words)) return false;
  if (READERS.test(program) || (program === 'curl' && /^(?:\S*=)?@/.test(words[at]?.value ?? ''))) return true;
  // What stands behind `-f` is read by these alone.
  if (/^(-[a-zA-Z]*f|--file|-r|--requirement)$/.test(words[at - 1]?.value ?? '') && READS_FILE.test(program))
    return program !== 'tar' || !/^-?[a-zA-Z]*[cru]/.test(words[1]?.value ?? '');
  return INPUT_OPTION.test(words[at - 1]?.value ?? '') || INPUT_OPTION.test(words[at]?.value ?? '');
}

/** Which word of `jq -r --arg w x .a file` is the filter; none where it is in a file. */
function filterOf(words: readonly ShellWord[]): number | undefined {
  for (let at = 1; at < words.length; at++) {
    const value = words[at]!.value ?? '';
    if (/^(-f|--from-file)$/.test(value)) return undefined;
    if (!value.startsWith('-')) return at;
    if (/^--(arg|argjson|slurpfile|rawfile|argfile)$/.test(value)) at += 2;
    else if (/^(--indent|-L)$/.test(value)) at += 1;
  }
  return undefined;
}
