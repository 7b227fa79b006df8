/** How the command line of a program that only runs another is made. */
export interface Wrapper {
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
  /** Options that take a variable: `-E A=b`. */
  readonly sets?: string;
  /** Options that take a variable and its value as two words: `-genv A b`. */
  readonly pairs?: string;
  /** Options that say in what surroundings the command runs, all spellings of one thing as `-n|-np`: with another value it is other work. */
  readonly surroundings?: readonly string[];
}

const MPI: Wrapper = {
  values:
    '-n -np --n --np -c -N -ppn -perhost -f -host --host -hosts -H -hostfile --hostfile -machinefile --machinefile --map-by -map-by --bind-to -bind-to --rank-by -launcher -x -wdir --wdir -envlist',
  pairs: '-genv -env --mca -mca',
  sets: '-x',
  directory: '-wdir --wdir',
  surroundings: ['-n|-np|--n|--np|-c'],
};

/** By the program's name; the first whose `after` fits counts. */
export const WRAPPERS: Readonly<Record<string, readonly Wrapper[]>> = {
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
  // github.com/lmb/vimto and github.com/arighi/virtme-ng: a virtual machine that starts with the kernel that is named.
  vimto: [{ until: '--', surroundings: ['-kernel'] }],
  vng: [{ until: '--', surroundings: ['-r|--run'] }],
  // mpich.org, "Using the Hydra Process Manager"; docs.open-mpi.org, "mpirun"; slurm.schedmd.com, "srun".
  mpiexec: [MPI],
  'mpiexec.hydra': [MPI],
  mpirun: [MPI],
  srun: [
    {
      values:
        '-n --ntasks -N --nodes -c --cpus-per-task -p --partition -A --account -t --time -J --job-name -o --output -e --error -D --chdir --mem --gres',
      directory: '-D --chdir',
      surroundings: ['-n|--ntasks', '-N|--nodes'],
    },
  ],
  ip: [{ after: ['netns', 'exec'], skip: 1 }],
  nsenter: [{ values: '-t --target -S --setuid -G --setgid' }],
  fakeroot: [{ values: '-l --lib --faked -s -i -b' }],
  setuidgid: [{ skip: 1 }],
  's6-setuidgid': [{ skip: 1 }],
  chpst: [{ values: '-u -U -b -e -n -l -L -m -d -o -p -f -c -t -/' }],
  'dbus-launch': [{ until: '--exit-with-session --exit-with-x11' }],
  'xvfb-maybe': [{}],
  'xwfb-run': [{ until: '--' }],
  caffeinate: [{ values: '-t -w' }],
  'wait-for-it': [{ until: '--' }],
  'wait-for-it.sh': [{ until: '--' }],
  kcov: [
    {
      skip: 1,
      values: '-p -s -l',
      asks: '--merge --help --version',
    },
  ],
  gosu: [{ skip: 1 }],
  'su-exec': [{ skip: 1 }],
  setpriv: [{ values: '--reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits' }],
  'systemd-run': [
    {
      values: '-p -u -E -H -M --unit --property --uid --gid --slice --setenv --working-directory --nice',
      directory: '--working-directory',
      sets: '-E --setenv',
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
  infisical: [{ after: ['run'], until: '--' }],
  'aws-vault': [{ after: ['exec'], until: '--' }],
  chamber: [{ after: ['exec'], until: '--' }],
  dotenvx: [{ after: ['run'], values: '-f -e -fk --env-file --env --env-vault-file --convention', sets: '-e --env' }],
  doppler: [{ after: ['run'], values: '-p -c --project --config' }],
  op: [{ after: ['run'], values: '--env-file --account' }],
  asdf: [{ after: ['exec'] }],
  pyenv: [{ after: ['exec'] }],
  rbenv: [{ after: ['exec'] }],
  nodenv: [{ after: ['exec'] }],
  volta: [{ after: ['run'], values: '--node --npm --yarn --pnpm' }],
  fnm: [{ after: ['exec'], values: '--using' }],
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
  'cross-env-shell': [{ assigns: true }],
  'env-cmd': [{ values: '-f --file -r --rc-file -e --environments' }],
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
  hatch: [
    { after: ['run'], values: '-e --env' },
    { after: ['env', 'run'], values: '-e --env -i --include -x --exclude -f --filter' },
  ],
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
    { after: ['tool', 'run'], values: '--with --from --python -p' },
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
  // mise.jdx.dev, "mise exec": the tools that are named come before `--`.
  mise: [
    { after: ['exec'], until: '--' },
    { after: ['x'], until: '--' },
  ],
  direnv: [{ after: ['exec'], skip: 1 }],
  rustup: [{ after: ['run'], skip: 1 }],
  xargs: [{ values: '-I -n -P -L -d -a -E -s --max-args --max-procs --delimiter --replace' }],
  corepack: [{}],
};

/** Names that are no variables of a shell, but say in what surroundings a program starts the command. */
const MACHINE = 'machine of ';

/** Whether a variable's name stands for a machine that a wrapper starts: what fails without it fails in there too. */
export function saysMachine(name: string): boolean {
  return name.startsWith(MACHINE);
}

/** What a wrapper's own words say of the surroundings, as variables: `vimto -kernel :6.6 --` starts the command under another kernel. */
export function surroundingsOf(
  name: string,
  wrapper: Wrapper,
  words: readonly string[],
): readonly (readonly [string, string])[] {
  return (wrapper.surroundings ?? []).flatMap((spelt): readonly (readonly [string, string])[] => {
    const spellings = spelt.split('|');
    const value = told(spellings, words);
    if (wrapper.until !== undefined) return [[`${MACHINE}${name} ${spellings[0]}`, value ?? '']];
    // One process is what runs without it.
    return value === undefined || value === '1' ? [] : [[`processes ${spellings[0]}`, value]];
  });
}

function told(spellings: readonly string[], words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (spellings.includes(word)) return words[index + 1] ?? '';
    const joined = spellings.find(spelling => word.startsWith(`${spelling}=`));
    if (joined !== undefined) return word.slice(joined.length + 1);
  }
  return undefined;
}

/** What a tool may be told to start its programs with that starts them as they would be started anyway (`go test -exec sudo`). */
export const ONLY_STARTS =
  /^(sudo|doas|env|nice|time|timeout|taskset|ionice|numactl|stdbuf|nohup|catchsegv)( -\S+| \d[\d,-]*[smh]?| [a-z_]\w*=\S*)*$/i;
