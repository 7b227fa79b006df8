import { UNKNOWN } from '../command.ts';
import { resolvePath } from './path.ts';

/** What is left of a command once the programs that only run another are taken off. */
export interface Unwrapped {
  readonly words: readonly string[];
  /** Variables that `env A=b` and the like set on the way. */
  readonly env: readonly (readonly [string, string])[];
  readonly cwd: string | undefined;
  /** `env -i`: nothing that was exported before reaches it. */
  readonly cleared: boolean;
}

interface Wrapper {
  /** Words after its name that belong to it, such as `run` of `poetry run`. */
  readonly after?: readonly string[];
  /** Options that take the next word. */
  readonly values?: string;
  /** Words before the command that are neither options nor assignments, such as the duration of `timeout`. */
  readonly skip?: number;
  /** It takes `A=b` before the command. */
  readonly assigns?: boolean;
  /** Options with which it runs nothing. */
  readonly asks?: string;
  /** The option that the command stands behind; without it, it runs none. */
  readonly until?: string;
  /** The option that names the directory. */
  readonly directory?: string;
}

const WRAPPERS: Readonly<Record<string, readonly Wrapper[]>> = {
  time: [{ values: '-f -o --format --output' }],
  nice: [{ values: '-n --adjustment' }],
  ionice: [{ values: '-c -n --class --classdata', asks: '-p' }],
  numactl: [
    {
      values: '-C -N -m -i -p -l --cpunodebind --membind --physcpubind --interleave --preferred',
      asks: '-H --hardware -s --show',
    },
  ],
  taskset: [{ skip: 1, asks: '-p' }],
  chrt: [{ skip: 1, asks: '-p -m', values: '-T -P -D' }],
  sudo: [
    {
      values: '-u -g -h -p -C -T -r -t -U -D --user --group --chdir',
      assigns: true,
      asks: '-l -v -K -k',
      directory: '-D --chdir',
    },
  ],
  doas: [{ values: '-u -C' }],
  runuser: [{ values: '-u --user' }],
  env: [{ values: '-u --unset -C --chdir', assigns: true, directory: '-C --chdir' }],
  timeout: [{ values: '-k -s --kill-after --signal', skip: 1 }],
  gtimeout: [{ values: '-k -s --kill-after --signal', skip: 1 }],
  nohup: [{}],
  gosu: [{ skip: 1 }],
  'su-exec': [{ skip: 1 }],
  setpriv: [{ values: '--reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits' }],
  'systemd-run': [
    {
      values: '-p -u -E -H -M --unit --property --uid --gid --slice --setenv --working-directory --nice',
      directory: '--working-directory',
    },
  ],
  prlimit: [{ asks: '-p --pid' }],
  flock: [{ values: '-w -E --timeout --conflict-exit-code', skip: 1 }],
  'scan-build': [{ values: '-o --exclude --use-analyzer -enable-checker -disable-checker -plist-html -maxloop' }],
  bear: [{ values: '--output --config' }],
  cpulimit: [{ values: '-l -e -p -m --limit', asks: '-p -e --pid --exe' }],
  unshare: [{ values: '-R -w -S -G --root --wd --setuid --setgid', directory: '-w --wd' }],
  chronic: [{}],
  cgexec: [{ values: '-g' }],
  choom: [{ values: '-n --adjust', asks: '-p --pid' }],
  // lpechacek.github.io/cpuset: what it runs stands behind `--`.
  cset: [{ until: '--' }],
  'likwid-pin': [{ values: '-c -t -s -C -W' }],
  schedtool: [{ until: '-e' }],
  uclampset: [{ values: '-m -M', asks: '-p --pid' }],
  eatmydata: [{}],
  tini: [{ values: '-p -e' }],
  'dumb-init': [{}],
  doppler: [{ after: ['run'], values: '-p -c --project --config' }],
  op: [{ after: ['run'], values: '--env-file --account' }],
  asdf: [{ after: ['exec'] }],
  setsid: [{}],
  setarch: [{ skip: 1 }],
  stdbuf: [{ values: '-i -o -e --input --output --error' }],
  unbuffer: [{}],
  'xvfb-run': [{ values: '-n -s -e -f -p -w --server-num --server-args --error-file --auth-file' }],
  'dbus-run-session': [{}],
  command: [{ asks: '-v -V' }],
  builtin: [{}],
  exec: [{ values: '-a' }],
  retry: [{ values: '-t -n -d --times --delay --tries --retries --sleep -s' }],
  catchsegv: [{}],
  'cross-env': [{ assigns: true }],
  dotenv: [{ values: '-e -f -p' }],
  npx: [{ values: '-p --package', asks: '-c --call' }],
  bunx: [{}],
  pnpx: [{}],
  pnpm: [{ after: ['exec'] }, { after: ['dlx'] }],
  pn: [{ after: ['exec'] }, { after: ['dlx'] }],
  npm: [{ after: ['exec'], values: '-p --package', asks: '-c --call' }, { after: ['x'] }],
  yarn: [{ after: ['exec'] }, { after: ['dlx'] }],
  bun: [{ after: ['x'] }],
  poetry: [{ after: ['run'], values: '-C --directory -P --project', directory: '-C --directory' }],
  pipenv: [{ after: ['run'] }],
  pdm: [{ after: ['run'] }],
  rye: [{ after: ['run'] }],
  hatch: [{ after: ['run'] }],
  coverage: [
    {
      after: ['run'],
      values:
        '--rcfile --source --source-pkgs --source-dirs --include --omit --context --data-file --concurrency --debug --save-signal',
    },
  ],
  pixi: [
    { after: ['run'], values: '-e --environment --manifest-path' },
    { after: ['r'], values: '-e --environment --manifest-path' },
    { after: ['exec'], values: '-s --spec -c --channel' },
  ],
  // The shell's own words end where its command begins, at `-c` (nix.dev, "nix develop").
  nix: [
    { after: ['develop'], until: '-c --command' },
    { after: ['shell'], until: '-c --command' },
  ],
  devbox: [{ after: ['run'] }],
  uv: [
    {
      after: ['run'],
      values:
        '--with --extra --group --python -p --with-editable --with-requirements --only-group --no-group --env-file --index --index-url --project --package --directory',
      // `--project` says where the environment is and leaves the directory (docs.astral.sh/uv, "uv run").
      directory: '--directory',
    },
  ],
  pipx: [{ after: ['run'], values: '--spec --python --index-url --pip-args --backend' }],
  nyc: [
    {
      values:
        '-x --exclude -n --include -r --reporter --report-dir -t --temp-dir --cwd -i --require --extension -e --branches --functions --lines --statements',
      asks: 'report merge check-coverage instrument',
    },
  ],
  c8: [
    {
      values:
        '-x --exclude -n --include -r --reporter -o --report-dir --reports-dir --temp-directory --src --branches --functions --lines --statements',
      asks: 'report check-coverage',
    },
  ],
  uvx: [{ values: '--with --from --python -p' }],
  conda: [{ after: ['run'], values: '-n -p --name --prefix --cwd' }],
  mamba: [{ after: ['run'], values: '-n -p --name --prefix --cwd' }],
  micromamba: [{ after: ['run'], values: '-n -p --name --prefix --cwd' }],
  bundle: [{ after: ['exec'] }],
  mise: [{ after: ['exec'] }, { after: ['x'] }],
  direnv: [{ after: ['exec'], skip: 1 }],
  rustup: [{ after: ['run'], skip: 1 }],
  xargs: [{ values: '-I -n -P -L -d -a -E -s --max-args --max-procs --delimiter --replace' }],
  corepack: [{}],
};

/** Programs that Python starts by their module as well: `python -m tox`. */
const MODULES: ReadonlySet<string> = new Set(
  'tox nox pre_commit twine mkdocs hatch pdm poetry pipenv invoke cibuildwheel asv coverage uv maturin griffe'.split(
    ' ',
  ),
);

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/** Takes wrappers off until a real command, or one that `named` knows, is left; `words` is empty when none is. */
export function unwrap(
  words: readonly string[],
  cwd: string | undefined,
  named: (words: readonly string[], cwd: string | undefined) => boolean,
): Unwrapped {
  const env: [string, string][] = [];
  let rest = words;
  let directory = cwd;
  let cleared = false;
  for (let round = 0; round < 12 && rest.length > 0; round++) {
    if (named(rest, directory)) break;
    const wrapped = rerun(rest);
    if (wrapped !== undefined) {
      rest = wrapped;
      continue;
    }
    const name = rest[0]!.slice(rest[0]!.lastIndexOf('/') + 1);
    if (/^(python|pypy)[\d.]*$/.test(name) && rest[1] === '-m' && MODULES.has(rest[2] ?? '')) {
      rest = [rest[2]!.replace('_', '-'), ...rest.slice(3)];
      continue;
    }
    const tool = name === 'go' ? goTool(rest) : undefined;
    if (tool !== undefined) {
      rest = tool;
      continue;
    }
    if (!Object.hasOwn(WRAPPERS, name)) break;
    // `flock FILE -c '…'` hands a text to a shell.
    if (name === 'flock' && rest.some(word => word === '-c' || word === '--command')) break;
    const wrapper = WRAPPERS[name]?.find(candidate => {
      const from = subcommandAt(rest, candidate);
      return (candidate.after ?? []).every((word, index) => rest[from + index] === word);
    });
    if (wrapper === undefined) break;
    const from = subcommandAt(rest, wrapper);
    for (const [option, value] of optionsIn(rest.slice(1, from)))
      if (wrapper.directory?.split(' ').includes(option)) directory = resolvePath(directory, value);
    let at = from + (wrapper.after?.length ?? 0);
    if (wrapper.until !== undefined) {
      const ends = wrapper.until.split(' ');
      at = rest.findIndex(word => ends.includes(word)) + 1;
      if (at === 0) return { words: [], env, cwd: directory, cleared };
    }
    let skip = wrapper.until === undefined ? (wrapper.skip ?? 0) : 0;
    const values = wrapper.values?.split(' ') ?? [];
    for (; at < rest.length; at++) {
      const word = rest[at]!;
      const assigned = wrapper.assigns ? ASSIGNMENT.exec(word) : null;
      if (word === '--') {
        at++;
        break;
      }
      if (wrapper.asks?.split(' ').includes(word)) return { words: [], env, cwd: directory, cleared };
      if (name === 'taskset' && (word === '-c' || word === '--cpu-list')) continue;
      if (name === 'env' && (word === '-S' || word === '--split-string')) continue;
      if (name === 'env' && (word === '-i' || word === '-' || word === '--ignore-environment')) cleared = true;
      if (values.includes(word)) {
        if (wrapper.directory?.split(' ').includes(word)) directory = resolvePath(directory, rest[at + 1] ?? '');
        at++;
      } else if (word.startsWith('--') && wrapper.directory?.split(' ').includes(word.split('=')[0]!)) {
        directory = resolvePath(directory, word.slice(word.indexOf('=') + 1));
      } else if (assigned !== null) {
        env.push([assigned[1]!, assigned[2]!]);
      } else if (!word.startsWith('-')) {
        if (skip === 0) break;
        skip--;
      }
    }
    // `retry 3 make test`
    if (name === 'retry') while (/^\d+$/.test(rest[at] ?? '')) at++;
    rest = rest.slice(at);
    while (skip > 0 && rest.length > 0) {
      rest = rest.slice(1);
      skip--;
    }
    if (name === 'xargs' && rest.length > 0) rest = fed(rest, words);
    // Coverage.py runs what Python would run.
    if (name === 'coverage' && rest.length > 0) rest = ['python', ...(words.includes('-m') ? ['-m'] : []), ...rest];
  }
  return { words: rest, env, cwd: directory, cleared };
}

/** `python scripts/retry.py --timeout 2m -- make test`: a script that by its name only runs a command again or under a watch, and says where it begins. */
function rerun(words: readonly string[]): readonly string[] | undefined {
  const [program = '', script = ''] = words;
  const at = words.indexOf('--');
  const name = /(^|\/)(python|pypy)[\d.]*$|(^|\/)(node|ruby|bash|sh)$/.test(program) ? script : program;
  if (
    at < 1 ||
    at + 1 >= words.length ||
    // A program of the system is known by its name, and `--` may be its command's own.
    /^(\/usr(\/local)?)?\/bin\//.test(name) ||
    !/(^|[/_-])(retry|rerun|timeout|with|quietly|watchdog|time)([_-]\w+)*(\.\w+)?$/.test(name)
  )
    return undefined;
  return name.includes('/') ? words.slice(at + 1) : undefined;
}

/** `go tool -modfile=tools/go.mod golangci-lint run`: a tool that the module names (go.dev, "go tool"), and none that Go brings. */
function goTool(words: readonly string[]): readonly string[] | undefined {
  if (words[1] !== 'tool') return undefined;
  let at = 2;
  while (words[at]?.startsWith('-')) at += words[at] === '-modfile' ? 2 : 1;
  const name = words[at];
  if (name === undefined || BROUGHT.test(name)) return undefined;
  return [name.slice(name.lastIndexOf('/') + 1), ...words.slice(at + 1)];
}

const BROUGHT =
  /^(addr2line|asm|buildid|cgo|compile|covdata|cover|dist|distpack|doc|fix|link|nm|objdump|pack|pprof|preprofile|test2json|trace|vet)$/;

/** Where a wrapper's own subcommand stands: `uv --project tests run` has options before it. */
function subcommandAt(words: readonly string[], wrapper: Wrapper): number {
  if (wrapper.after === undefined) return 1;
  const values = wrapper.values?.split(' ') ?? [];
  let at = 1;
  while (words[at]?.startsWith('-')) at += values.includes(words[at]!) ? 2 : 1;
  return at;
}

function optionsIn(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word, index) =>
    word.includes('=')
      ? [[word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const]
      : [[word, words[index + 1] ?? ''] as const],
  );
}

/** What xargs runs: it selects something, and nothing here knows what. */
function fed(rest: readonly string[], all: readonly string[]): readonly string[] {
  const given = `./${UNKNOWN}`;
  const option = all.findIndex(word => /^-I/.test(word));
  const mark = option < 0 ? undefined : all[option]!.slice(2) || all[option + 1];
  return mark === undefined
    ? [...rest, given]
    : rest.map(word => (word === mark ? given : word.replaceAll(mark, UNKNOWN)));
}
