import { containerPaths } from './container-paths.ts';
import { base } from './path.ts';
import type { ShellWord } from './shell/words.ts';
import { isOutVariable, OUTPUT_OPTION } from './stage-files.ts';
import type { LocatedCommand } from './stage-shell.ts';

/** A path that a command plainly writes. */
export interface Written {
  readonly path: string;
  readonly how: 'redirect' | 'errors' | 'tee' | 'option' | 'copy' | 'make' | 'variable' | 'archive';
  /** It adds to what is there. */
  readonly appends: boolean;
  /** By an option that may as well name what is read, as `--results` may. */
  readonly perhaps?: boolean;
  readonly start: number;
  readonly end: number;
}

/** Commands whose `-o` and `-O` are no output, and those that `--output` tells a format. */
const OTHER_O =
  /^(grep|egrep|rg|ps|set|ssh|scp|mount|ls|useradd|usermod|groupadd|find|unzip|rsync|nc|time|test|\[|kubectl|aws|docker|podman|column|pip|pip3|apt-get|apt|dnf|yum|zfs|zpool|lsblk|df|findmnt|tar|chown|tr|cut|od|id|nvidia-smi|shopt|bash|sh|lscpu|jobs|pgrep|gcloud|az|terraform|helm|kind|cargo-fmt|rustfmt|pytest|ruff|mypy)$/;
/** Commands that `--output` tells a format, or which columns to show. */
const OTHER_OUTPUT =
  /^(aws|kubectl|gcloud|az|docker|cargo|terraform|helm|eksctl|df|lsblk|findmnt|losetup|journalctl|systemctl|gh)$/;
/** Programs that write where an option says that elsewhere names what is read. */
const OWN_OUTPUTS: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/^(pg_dump|pg_dumpall)$/, /-f|--file/],
  [/^(mysqldump|mariadb-dump)$/, /-r|--result-file/],
  [/^dd$/, /of/],
  // JMH's; the virtual machine itself has neither.
  [/^java$/, /-rff|-o/],
];
/** Files that the virtual machine of Java writes: the log of its collector, a recording. */
const OF_JAVA =
  /^(?:-Xlog:[^:]*:(?:file=)?(?!std(?:out|err))|-Xloggc:|-XX:StartFlightRecording[:=](?:[^,]*,)*?filename=)([^:,%]+)(?![^:,])/;
/** What packs a file and leaves it beside its own name, with the end of that. */
const PACKERS: Readonly<Record<string, string>> = {
  gzip: 'gz',
  pigz: 'gz',
  bzip2: 'bz2',
  xz: 'xz',
  zstd: 'zst',
};
/** Options that never name what is read. */
const SURE = /^(-[a-zA-Z]*[oO]|--?(out|output|outfile|out-file|out-dir|output-dir|output-file))(=|$)/;
const NEVER = /(?!)/;
const WRITERS = /^(perf|time|strace|ltrace|valgrind)$/;

/** The paths that a command plainly writes: redirections, `tee`, `--out` and the like, the target of a copy, `TPCH_OUT=`. */
export function* writtenBy(command: LocatedCommand): Iterable<Written> {
  // `-` is the output itself.
  for (const one of all(command)) if (one.path !== '-') yield one;
}

function* all({ kind, words, written, redirects, assigns, context }: LocatedCommand): Iterable<Written> {
  if (kind === 'test' || context.elsewhere) return;
  const at = ({ start, end }: ShellWord) => ({ start, end });
  // `>& x.txt` is both streams, `>&2` a stream.
  for (const { operator, descriptor, target } of redirects)
    if (
      (/^(>|>>|>\||&>|&>>)$/.test(operator) || (operator === '>&' && !/^(\d+|-)?$/.test(target.value ?? ''))) &&
      target.value !== undefined
    )
      yield {
        path: target.value,
        how: descriptor === 2 ? 'errors' : 'redirect',
        appends: operator.endsWith('>>'),
        ...at(target),
      };
  // `perf record -o x ./bench`, `time -o x ./bench`: the wrapper's own file.
  for (const [at, word] of written.slice(0, Math.max(0, written.length - words.length)).entries())
    if (
      /^(-o|--output)$/.test(written[at - 1]?.value ?? '') &&
      word.value &&
      WRITERS.test(base(written[0]?.value ?? ''))
    )
      yield { path: word.value, how: 'option', appends: false, start: word.start, end: word.end };
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  const plain = args.filter(({ value, glob }) => value === undefined || (!value.startsWith('-') && !glob));
  if (words.length > 0)
    for (const { name, value, start, end } of assigns)
      if (value && isOutVariable(name) && /[./]/.test(value) && !/^(declare|local|readonly)$/.test(program))
        yield { path: value, how: 'variable', appends: false, start: start + name.length + 1, end };
  if (program === 'tee' || program === 'sponge') {
    const appends = args.some(({ value }) => /^(-[a-z]*a[a-z]*|--append)$/.test(value ?? ''));
    for (const word of plain) if (word.value) yield { path: word.value, how: 'tee', appends, ...at(word) };
    return;
  }
  const makes = program === 'install' && args.some(({ value }) => /^(-[a-zA-Z]*d|--directory)$/.test(value ?? ''));
  if (makes || /^(mkdir|touch|mkfifo)$/.test(program)) {
    for (const word of plain) if (word.value) yield { path: word.value, how: 'make', appends: true, ...at(word) };
    return;
  }
  if (/^(cp|mv|install|ln|rsync)$/.test(program)) {
    const last = plain.at(-1);
    if (plain.length > 1 && last?.value && !/^[\w.-]+:/.test(last.value))
      yield { path: last.value, how: 'copy', appends: false, ...at(last) };
    return;
  }
  // A dump or an image is written by an option of its own.
  const own = OWN_OUTPUTS.find(([name]) => name.test(program))?.[1];
  for (const [index, word] of own ? args.entries() : []) {
    const joined = new RegExp(`^(?:${own!.source})=`).exec(word.value ?? '')?.[0].length;
    const next = new RegExp(`^(?:${own!.source})$`).test(word.value ?? '') ? args[index + 1] : undefined;
    if (joined && word.value) yield { path: word.value.slice(joined), how: 'option', appends: false, ...at(word) };
    else if (next?.value) yield { path: next.value, how: 'option', appends: false, ...at(next) };
  }
  for (const word of program === 'java' ? args : []) {
    const path = OF_JAVA.exec(word.value ?? '')?.[1];
    if (path !== undefined) yield { path, how: 'option', appends: false, ...at(word) };
  }
  for (const word of packedBy(program, args))
    yield { path: `${word.value}.${PACKERS[program]}`, how: 'archive', appends: false, ...at(word) };
  const archive = archiveOf(program, args);
  if (archive?.value) yield { path: archive.value, how: 'archive', appends: false, ...at(archive) };
  const brought = broughtBy(program, plain);
  if (brought?.value) yield { path: brought.value, how: 'copy', appends: false, ...at(brought) };
  const container = containerPaths(words);
  for (const [index, word] of args.entries()) {
    const { value } = word;
    const letters = program === 'curl' ? /^-[a-zA-Z]+o$/ : program === 'wget' ? /^-[a-zA-Z]+O$/ : NEVER;
    if (value === undefined || !(OUTPUT_OPTION.test(value) || letters.test(value))) continue;
    const mine = container?.isInside(word) ? '' : program;
    const saves = mine === 'docker' && args.slice(0, index).some(one => /^(save|export)$/.test(one.value ?? ''));
    if (/^-[oO](=|$)/.test(value) && !saves && (OTHER_O.test(mine) || (value.startsWith('-O') && mine !== 'wget')))
      continue;
    if (/^--output(=|$)/.test(value) && !saves && OTHER_OUTPUT.test(mine))
      if (mine !== 'cargo' || !args.slice(0, index).some(({ value: before }) => before === '--'))
        // Behind `--` are the words of what cargo runs.
        continue;
    if (/^--to(=|$)|^--dest(=|$)|^--target-dir(=|$)/.test(value)) continue;
    const equals = value.indexOf('=');
    const next = args[index + 1];
    const named = equals > 0 ? word : next;
    // `k6 run --out json=x.json`: the format, and then where to.
    const given = (equals > 0 ? value.slice(equals + 1) : next?.value)?.replace(/^(csv|json)=/, '');
    if (!named || !given || /^\w+=\w+:\/\//.test(given) || (equals < 0 && (given.startsWith('-') || named.glob)))
      continue;
    const path = container?.isInside(word) ? container.outside(given) : given;
    const perhaps = !SURE.test(value);
    if (path !== undefined) yield { path, how: 'option', appends: false, perhaps, ...at(named) };
  }
}

/** The files that `gzip -k x` packs where they lie; none where it unpacks, tests, or prints. */
function packedBy(program: string, args: readonly ShellWord[]): readonly ShellWord[] {
  if (!Object.hasOwn(PACKERS, program)) return [];
  const options = args.flatMap(({ value }) => (value?.startsWith('-') ? [value] : []));
  const other = /^-[a-zA-Z0-9]*[cdlotDSb]|^--(stdout|to-stdout|decompress|uncompress|test|list|output|suffix|train)/;
  if (options.some(option => other.test(option))) return [];
  return args.filter(({ value, glob }) => value !== undefined && !glob && /[./]/.test(value) && !value.startsWith('-'));
}

/** The archive that `tar -C dir -czf x.tgz .` or `zip -r x.zip dir` makes. */
function archiveOf(program: string, args: readonly ShellWord[]): ShellWord | undefined {
  if (program === 'zip') return args.find(({ value }) => value === undefined || !value.startsWith('-'));
  if (program !== 'tar') return undefined;
  // Without a dash, letters are options in the first word alone.
  const isLetters = ({ value = '' }: ShellWord, index: number) =>
    index === 0 ? /^-?[a-zA-Z]+$/.test(value) : /^-[a-zA-Z]+$/.test(value);
  const creates = args.some((word, index) => (isLetters(word, index) ? /c/ : /^--create$/).test(word.value ?? ''));
  const at = args.findIndex((word, index) => isLetters(word, index) && /f$/.test(word.value ?? ''));
  return creates && at >= 0 ? args[at + 1] : undefined;
}

/** Where what comes from a store, a container or another machine is put: `aws s3 cp s3://b/x x`, `docker cp db:/x x`. */
function broughtBy(program: string, plain: readonly ShellWord[]): ShellWord | undefined {
  const verbs = plain.map(({ value }) => value ?? '');
  const from =
    program === 'aws' && verbs[0] === 's3' && /^(cp|mv|sync)$/.test(verbs[1] ?? '')
      ? 2
      : (program === 'gsutil' || program === 'rclone' || program === 's5cmd') &&
          /^(cp|mv|copy|sync|copyto|rsync)$/.test(verbs[0] ?? '')
        ? 1
        : /^(docker|podman|nerdctl|kubectl)$/.test(program) && verbs[0] === 'cp'
          ? 1
          : program === 'scp'
            ? 0
            : undefined;
  if (from === undefined) return undefined;
  const [source, target, ...more] = plain.slice(from);
  // Options with values stand among the words: only what is plainly from there to here counts.
  return more.length === 0 && isThere(source) && target?.value && !isThere(target) ? target : undefined;
}

/** `s3://b/x`, `db:/x`, `host:x`, and what begins with a variable that names the place. */
function isThere(word: ShellWord | undefined): boolean {
  return word !== undefined && /^"?(?:[a-z0-9]+:\/\/|[^\s/"]+:)/.test(word.value ?? word.text);
}
