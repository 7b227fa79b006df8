import { readShell, type SimpleCommand } from '../lint/shell/commands.ts';
import { base, inside, resolvePath } from '../lint/shell/directory.ts';
import { purposeOf } from '../lint/shell/purpose.ts';
import type { ShellWord } from '../lint/shell/words.ts';
import { isTemporaryPath } from '../lint/system-paths.ts';
import { writtenBy } from '../lint/writes.ts';
import type { Composed } from './compose.ts';
import type { Axis, Draft } from './draft.ts';

/** A path that a stage leaves. */
export interface Output {
  readonly path: string;
  readonly upload: boolean;
  /** Who makes it is only guessed by what was uploaded when. */
  readonly guessed?: boolean;
  /** Another stage leaves it too, or one around it: a person must decide. */
  readonly shared?: string;
}

/** What stages need of each other, and leave. */
export interface Linked {
  readonly stage: Composed;
  readonly produces: readonly Output[];
  /** Paths of other stages. */
  readonly requires: readonly string[];
  /** Stages that it needs for their effect. */
  readonly after: readonly string[];
  /** Paths that are in no other stage: files of the repository. */
  readonly reads: readonly string[];
}

interface Named {
  readonly stage: Composed;
  readonly at: number;
  readonly writes: ReadonlyMap<string, Written>;
  readonly words: Set<string>;
  /** Directories that it makes. */
  readonly made: ReadonlySet<string>;
  /** Words that are paths only where something of that name is made. */
  readonly bare: ReadonlySet<string>;
  readonly programs: ReadonlySet<string>;
}

interface Written {
  readonly directory: boolean;
  readonly sure: boolean;
}

/** Programs that speak to something that keeps what they have told it. */
const SERVICES =
  /^(docker|docker-compose|podman|kubectl|helm|psql|pgbench|mysql|mysqlslap|mariadb|sysbench|clickhouse(-client|-local)?|redis-cli|redis-benchmark|mongo|mongosh|cqlsh|spark-submit|duckdb|sqlite3|createdb|dropdb|pg_ctl|terraform|eksctl|systemctl|hdfs|hive|trino|presto|etcdctl|nodetool|influx)$/;

/** What each stage reads of the others and writes; `dir` is the absolute place of the sources. */
export function linked(stages: readonly Composed[], draft: Draft, dir: string): readonly Linked[] {
  const defaults = new Map([...draft.params.values()].map(param => [param.name, param.default] as const));
  const meets = meeting(defaults);
  const named = stages.map((stage, at) => namedIn(stage, at, dir));
  // A bare word is a path where another stage writes one of that name.
  for (const one of named)
    for (const word of one.bare) if (named.some(other => other !== one && other.writes.has(word))) one.words.add(word);
  const outputs = outputsOf(named, draft, dir, meets);
  const edges = new Map<string, Set<string>>(stages.map(({ name }) => [name, new Set()]));
  const reaches = (from: string, to: string): boolean =>
    from === to || [...(edges.get(from) ?? [])].some(next => reaches(next, to));
  const links = named.map(reader => {
    const requires = new Set<string>();
    const reads = new Set<string>();
    for (const word of reader.words) {
      if ([...reader.writes.keys()].some(own => own === word || word.startsWith(`${own}/`))) continue;
      const makers = named.filter(
        maker =>
          maker !== reader &&
          outputs
            .get(maker.stage.name)!
            .some(
              ({ path, shared, guessed }) =>
                !shared && !(guessed && maker.at > reader.at) && meets(path, maker.stage.axes, word, reader.stage.axes),
            ),
      );
      if (makers.length === 0) {
        reads.add(word);
        continue;
      }
      if (makers.some(maker => reaches(maker.stage.name, reader.stage.name))) continue;
      for (const maker of makers) edges.get(reader.stage.name)!.add(maker.stage.name);
      const made = outputs
        .get(makers[0]!.stage.name)!
        .find(({ path }) => meets(path, makers[0]!.stage.axes, word, reader.stage.axes))!;
      // A directory that is made, or one around what is made.
      const depth = word.split('/').length;
      requires.add(depth < made.path.split('/').length ? `${word}/` : word);
      for (const maker of makers)
        if (maker.at > reader.at)
          draft.wrongAt(
            'order',
            reader.stage.file,
            reader.stage.line,
            `\`${reader.stage.name}\` reads \`${word}\`, and ran before \`${maker.stage.name}\`, which makes it`,
            `\`requires: [${word}]\`: it runs after it`,
          );
    }
    return { reader, requires: [...requires], reads: [...reads] };
  });
  return links.map(({ reader, requires, reads }) => {
    const after: string[] = [];
    const need = (other: Named | undefined) => {
      if (!other || reaches(reader.stage.name, other.stage.name) || reaches(other.stage.name, reader.stage.name))
        return;
      edges.get(reader.stage.name)!.add(other.stage.name);
      after.push(other.stage.name);
    };
    const earlier = named.slice(0, reader.at);
    need(earlier.findLast(one => one.stage.builds));
    for (const program of reader.programs) need(earlier.findLast(one => one.programs.has(program)));
    return { stage: reader.stage, produces: outputs.get(reader.stage.name)!, requires, after, reads };
  });
}

function namedIn(stage: Composed, at: number, dir: string): Named {
  const writes = new Map<string, Written>();
  const words = new Set<string>();
  const bare = new Set<string>();
  const made = new Set<string>();
  const programs = new Set<string>();
  const removed = new Set<string>();
  const values = new Map(stage.variables);
  for (const [, name] of stage.run.matchAll(/\bfor\s+(\w+)\s+in\b/g))
    if (values.get(name!) === undefined) values.set(name!, ROUND);
  const { commands } = readShell(stage.run, values);
  const place = (cwd: string | undefined, path: string | undefined) => {
    if (path === undefined || path === '' || /[\n*?[\]'"`\u{f0002}\u{f0003}]|:\/\/|\$(?!\{\{)|^-/u.test(path))
      return undefined;
    const from = cwd === undefined ? undefined : resolvePath(stage.cwd ?? '', cwd);
    const found = resolvePath(from, path);
    if (found === undefined || found === '' || found.startsWith('..') || found === '/dev/null') return undefined;
    const local = dir === '' ? found : (inside(dir, found) ?? found);
    return local === '' ? undefined : local;
  };
  for (const command of commands) {
    const { words: all, redirects, cwd, context, assigns, kind } = command;
    if (context.trap || kind === 'test') continue;
    const program = base(all[0]?.value ?? '');
    if (SERVICES.test(program)) programs.add(program);
    if (program === 'rm') {
      for (const { value } of all.slice(1)) {
        const path = place(cwd, value);
        if (path) removed.add(path);
      }
      continue;
    }
    const own = new Set<string>();
    const located = {
      ...command,
      words: all.map(word => filled(word, values)),
      text: { text: stage.run, placeOf: none },
      directory: undefined,
    };
    for (const { path: written, how } of [...writtenBy(located), ...formatted(located)]) {
      // Of what every round writes the directory is known.
      const path = written.includes(ROUND) ? /^(.*\/)?/.exec(written.slice(0, written.indexOf(ROUND)))![0] : written;
      const found = place(cwd, path);
      if (!found || /^\/(etc|usr|bin|sbin|lib|proc|sys|dev|root)(\/|$)/.test(found)) continue;
      own.add(found);
      if (how === 'make') {
        made.add(found);
        continue;
      }
      const directory =
        path.endsWith('/') || /^(mkdir)$/.test(program) || (how === 'option' && !/\.\w+$/.test(base(found)));
      removed.delete(found);
      writes.set(found, { directory, sure: !command.conditional || context.loops > 0 });
    }
    if (/^(echo|printf|mkdir|export|local)$/.test(program) && redirects.length === 0) continue;
    const said = [
      ...all.flatMap(({ value }) =>
        value === undefined
          ? []
          : [
              value
                .replace(/^--?[\w-]+=/, '')
                .replace(/^[@<]/, '')
                .replace(/^[\w-]+=/, ''),
            ],
      ),
      ...redirects.filter(({ operator }) => operator === '<').map(({ target }) => target.value),
      ...assigns.map(({ value }) => (all.length > 0 ? value : undefined)),
    ];
    for (const value of said) {
      // Of what a pattern matches the directory is known.
      const glob = value?.search(/[*?[]/) ?? -1;
      const path = place(cwd, glob < 0 ? value : /^(.*\/)?/.exec(value!.slice(0, glob))![0]);
      if (path && !own.has(path)) (/[./]/.test(path) ? words : bare).add(path);
    }
  }
  for (const path of removed) writes.delete(path);
  for (const { kind, name } of stage.needs) {
    const path = kind === 'path' ? place('', name) : undefined;
    if (path) words.add(path);
  }
  return { stage, at, writes, words, made, bare, programs };
}

/** Stands for what a loop variable is in some round. */
const ROUND = '\u{f0003}';

/** A word of which no value is known, with what its variables are known to be. */
function filled(word: ShellWord, values: ReadonlyMap<string, string | undefined>): ShellWord {
  if (word.value !== undefined || !/^["\w./${}=-]+$/.test(word.text)) return word;
  const value = word.text.replaceAll('"', '').replace(/\$\{?(\w+)\}?/g, (all, name: string) => values.get(name) ?? all);
  return /\$(?!\{\{)/.test(value) ? word : { ...word, value };
}

/** `--json run.json`: an option that names a format and is given a file of it, where the command is not there to read. */
function* formatted({ words, kind }: SimpleCommand): Iterable<{ readonly path: string; readonly how: 'option' }> {
  const [program = '', ...args] = words.map(({ value }) => value ?? '');
  if (kind !== 'command' || READERS.test(base(program)) || [base(program), ...args].some(word => READS.test(word)))
    return;
  for (const [index, word] of args.entries()) {
    const [, format, joined] = /^--?(json|csv|tsv|xml|html|md|markdown|parquet)(?:=(.+))?$/.exec(word) ?? [];
    const path = format === undefined ? undefined : (joined ?? args[index + 1]);
    if (path !== undefined && new RegExp(`\\.${format === 'markdown' ? 'md' : format}$`).test(path))
      yield { path, how: 'option' };
  }
}

const READERS = /^(jq|yq|aws|gh|az|gcloud|curl|wget|git|docker|kubectl)$/;
const READS = /(^|[/_.-])(load|import|ingest|insert|copy|upload|publish|compare|plot|report|check|validate)([/_.-]|$)/;

function none(): never {
  throw new Error('a harness has no places of a campaign');
}

/** What each stage leaves: what it plainly writes, and what was uploaded after it. */
function outputsOf(
  named: readonly Named[],
  draft: Draft,
  dir: string,
  meets: Meeting,
): ReadonlyMap<string, readonly Output[]> {
  const uploads = draft.uploads.flatMap(({ path, at, cwd, directory }) => {
    const found = resolvePath(cwd, path);
    if (found === undefined || found === '' || found.startsWith('..') || /[\n'"`]|\$(?!\{\{)/.test(found)) return [];
    return [
      {
        path: found.startsWith('/') ? (inside(dir, found) ?? found) : found,
        at,
        directory: directory || path.endsWith('/'),
      },
    ];
  });
  const outputs = new Map<string, Output[]>(named.map(({ stage }) => [stage.name, []]));
  const owner = new Map<string, { stage: Composed; path: string }>();
  const add = (stage: Composed, path: string, upload: boolean, guessed = false) => {
    const list = outputs.get(stage.name)!;
    const bare = path.replace(/\/$/, '');
    if (list.some(one => one.path.replace(/\/$/, '') === bare)) return;
    const other = [...owner.values()].find(
      one => one.stage !== stage && meets(one.path, one.stage.axes, bare, stage.axes),
    );
    const alone = stage.axes.some(({ name }) => !path.includes(`matrix.${name} `));
    if (other)
      draft.wrongAt(
        'collision',
        stage.file,
        stage.line,
        `\`${stage.name}\` writes \`${bare}\`, which \`${other.stage.name}\` writes too`,
        'give each a file of its own, then list it under `produces`',
      );
    else if (!alone) owner.set(path, { stage, path });
    const shared = other ? other.stage.name : alone ? 'its other instances' : undefined;
    list.push({ path, upload, ...(guessed && { guessed }), ...(shared !== undefined && { shared }) });
    // Inside a directory that it leaves, nothing is left a second time.
    for (const [index, one] of [...list.entries()].reverse())
      if (
        list.some(
          around => around !== one && !around.shared && around.path.endsWith('/') && one.path.startsWith(around.path),
        )
      )
        list.splice(index, 1);
  };
  for (const { stage, writes, words } of named)
    for (const [path, { directory, sure }] of writes) {
      const sent = uploads.some(
        one =>
          one.path === path ||
          path.startsWith(`${one.path}/`) ||
          (/[*?]/.test(one.path) && globMatches(one.path, path)),
      );
      const others = named.some(
        one =>
          one.stage !== stage &&
          [...one.words].some(word => word === path || word.startsWith(`${path}/`) || path.startsWith(`${word}/`)),
      );
      if (isTemporaryPath(path) && !sent && !others) continue;
      if (!sure && !sent && !others) continue;
      const within = named.some(one => [...one.words].some(word => word.startsWith(`${path}/`)));
      const usedUp = words.has(path) && !sent && !others;
      if (usedUp) continue;
      const result =
        !directory && !within && /\.(csv|md|txt|json|html|svg|png|tsv)$/.test(path) && !/(^|\/)data\//.test(path);
      add(stage, directory || within ? `${path}/` : path, sent || !others || result);
    }
  for (const { path, at, directory } of uploads) {
    const made = [...outputs].some(([name, list]) => {
      const axes = named.find(({ stage }) => stage.name === name)!.stage.axes;
      return list.some(
        one =>
          one.path.replace(/\/$/, '') === path ||
          one.path.startsWith(`${path}/`) ||
          meets(one.path, axes, path, []) ||
          globMatches(path, one.path),
      );
    });
    if (made || isLog(path)) continue;
    const before = named.filter(({ stage }) => stage.from < at && works(stage));
    const says = before.findLast(one =>
      [...one.words, ...one.bare, ...one.made].some(word => `${word}/`.startsWith(`${path}/`)),
    );
    const maker = says ?? before.at(-1) ?? named[0];
    if (maker) add(maker.stage, directory || !/\.\w+$|[*?]/.test(base(path)) ? `${path}/` : path, true, true);
  }
  return outputs;
}

function isLog(path: string): boolean {
  return /\.log$|^\/var\/log\//.test(path);
}

function works({ run, variables }: Composed): boolean {
  return readShell(run, variables).commands.some((command: SimpleCommand) => purposeOf(command) === 'work');
}

function globMatches(glob: string, path: string): boolean {
  if (!/[*?]/.test(glob)) return false;
  return new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.')}$`,
  ).test(path);
}

/** Whether some instance of a path is another's, lies in it, or holds it. */
type Meeting = (made: string, makers: readonly Axis[], read: string, readers: readonly Axis[]) => boolean;

function meeting(defaults: ReadonlyMap<string, string | undefined>): Meeting {
  return (made, makers, read, readers) =>
    instances(made, makers, defaults).some(path =>
      instances(read, readers, defaults).some(
        word => path === word || word.startsWith(`${path}/`) || path.startsWith(`${word}/`),
      ),
    );
}

function instances(
  written: string,
  axes: readonly Axis[],
  defaults: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  const path = written
    .replace(/\/$/, '')
    .replace(/\$\{\{ params\.(\w+) \}\}/g, (all, name: string) => defaults.get(name) ?? all);
  return axes.reduce<readonly string[]>(
    (paths, { name, values }) =>
      paths.flatMap(one =>
        one.includes(`\${{ matrix.${name} }}`)
          ? values.map(value => one.replaceAll(`\${{ matrix.${name} }}`, value))
          : [one],
      ),
    [path],
  );
}
