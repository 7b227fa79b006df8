import { base, relative, resolvePath } from '../lint/path.ts';
import { readShell, type SimpleCommand } from '../lint/shell/commands.ts';
import type { ShellWord } from '../lint/shell/words.ts';
import { writtenBy } from '../lint/writes.ts';
import type { Composed } from './compose.ts';
import { startsServer } from './roles.ts';
import { ALL_ROUNDS, ROUND, Rounds } from './rounds.ts';

/** The paths and programs that a stage's commands name. */
export interface Named {
  readonly stage: Composed;
  readonly at: number;
  readonly writes: ReadonlyMap<string, Written>;
  readonly words: Set<string>;
  /** Directories that it makes. */
  readonly made: ReadonlySet<string>;
  /** Words that are paths only where something of that name is made. */
  readonly bare: ReadonlySet<string>;
  readonly programs: ReadonlySet<string>;
  /** It starts a server that stays. */
  readonly serves: boolean;
}

/** How a path is written. */
export interface Written {
  readonly directory: boolean;
  /** Whether it is written whenever the stage runs. */
  readonly sure: boolean;
  /** Of a directory that every round of a loop writes into: its files, as patterns. */
  readonly patterns: readonly string[];
}

/** Programs that speak to something that keeps what they have told it. */
const SERVICES =
  /^(docker|docker-compose|podman|kubectl|helm|psql|pgbench|mysql|mysqlslap|mariadb|sysbench|clickhouse(-client|-local)?|redis-cli|redis-benchmark|mongo|mongosh|cqlsh|spark-submit|duckdb|sqlite3|createdb|dropdb|pg_ctl|terraform|eksctl|systemctl|hdfs|hive|trino|presto|etcdctl|nodetool|influx)$/;

/** What a stage names; `at` is its place among the stages, `dir` the absolute place of the sources. */
export function namedIn(stage: Composed, at: number, dir: string): Named {
  const writes = new Map<string, Written>();
  const words = new Set<string>();
  const bare = new Set<string>();
  const made = new Set<string>();
  const programs = new Set<string>();
  const removed = new Set<string>();
  let serves = false;
  const values = new Map(stage.variables);
  const rounds = new Rounds(stage.run, values);
  const { commands } = readShell(rounds.text, values);
  const place = (cwd: string | undefined, path: string | undefined) => {
    if (path === undefined || path === '' || /[\n*?[\]'"`\u{f0002}\u{f0003}]|:\/\/|\$(?!\{\{)|^-/u.test(path))
      return undefined;
    const from = cwd === undefined ? undefined : resolvePath(stage.cwd ?? '', cwd);
    const found = resolvePath(from, path);
    if (found === undefined || found === '' || found.startsWith('..') || found === '/dev/null') return undefined;
    const local = dir === '' ? found : (relative(dir, found) ?? found);
    return local === '' ? undefined : local;
  };
  for (const command of commands) {
    const { words: all, redirects, cwd, context, assigns, kind } = command;
    if (context.trap || kind === 'test') continue;
    const program = base(all[0]?.value ?? '');
    if (SERVICES.test(program)) programs.add(program);
    serves ||= startsServer(command);
    if (program === 'rm') {
      for (const { value } of all.slice(1)) {
        const path = place(cwd, value);
        if (path) removed.add(path);
      }
      continue;
    }
    const own = new Set<string>();
    const full = all.map(word => filled(word, rounds.values));
    const located = {
      ...command,
      words: full,
      redirects: redirects.map(one => ({ ...one, target: filled(one.target, rounds.values) })),
      text: { text: rounds.text, placeOf: none },
      directory: undefined,
    };
    const written = [...writtenBy(located), ...formatted(located)];
    for (const { path: one, how } of written.flatMap(({ path, how }) =>
      rounds.each(path).map(path => ({ path, how })),
    )) {
      // Of what every round writes the directory is known, and what its files are called.
      const pattern = one.includes(ROUND) ? one.replaceAll(ALL_ROUNDS, '*') : undefined;
      const path = pattern === undefined ? one : /^(.*\/)?/.exec(one.slice(0, one.indexOf(ROUND)))![0];
      const bare = pattern !== undefined && cwd === '' && /^\w+[\w.-]*\*[\w.*-]*$/.test(pattern);
      const found = path === '' && bare ? resolvePath(stage.cwd ?? '', pattern) : place(cwd, path);
      if (!found || /^\/(etc|usr|bin|sbin|lib|proc|sys|dev|root)(\/|$)/.test(found)) continue;
      own.add(found);
      if (how === 'make') {
        made.add(found);
        continue;
      }
      const directory =
        path.endsWith('/') || /^(mkdir)$/.test(program) || (how === 'option' && !/\.\w+$/.test(base(found)));
      removed.delete(found);
      const inside = pattern !== undefined && path !== '' ? `${found}${pattern.slice(path.length - 1)}` : undefined;
      writes.set(found, {
        directory,
        sure: !command.conditional || context.loops > 0,
        patterns: [...(writes.get(found)?.patterns ?? []), ...(inside === undefined ? [] : [inside])],
      });
    }
    if (/^(echo|printf|mkdir|export|local)$/.test(program) && redirects.length === 0) continue;
    const said = [
      ...full.flatMap(({ value }) =>
        value === undefined
          ? []
          : [
              value
                .replace(/^--?[\w-]+=/, '')
                .replace(/^[@<]/, '')
                .replace(/^[\w-]+=/, ''),
            ],
      ),
      ...located.redirects.filter(({ operator }) => operator === '<').map(({ target }) => target.value),
      ...assigns.map(({ value }) => (all.length > 0 ? value : undefined)),
    ];
    for (const value of said.flatMap(one => (one === undefined ? [] : rounds.each(one)))) {
      // Of what a pattern matches the directory is known.
      const glob = value.search(/[*?[]/);
      const path = place(cwd, glob < 0 ? value : /^(.*\/)?/.exec(value.slice(0, glob))![0]);
      if (glob >= 0 && cwd === '' && /^[\w.*-]+$/.test(value)) bare.add(resolvePath(stage.cwd ?? '', value)!);
      if (path && !own.has(path)) (/[./]/.test(path) ? words : bare).add(path);
    }
  }
  for (const path of removed) writes.delete(path);
  for (const { kind, name } of stage.needs) {
    const path = kind === 'path' ? place('', name) : undefined;
    if (path) words.add(path);
  }
  return { stage, at, writes, words, made, bare, programs, serves };
}

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
