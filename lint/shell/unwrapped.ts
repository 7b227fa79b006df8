import { resolvePath } from '../path.ts';
import type { ShellWord } from './words.ts';

interface Wrapper {
  /** Options that take the next word. */
  readonly values?: readonly string[];
  /** Words before the command that are neither options nor assignments, such as the duration of `timeout`. */
  readonly skip?: number;
  /** The option that names the directory. */
  readonly directory?: readonly string[];
  /** One of these words must follow the name, such as `run` of `poetry run`. */
  readonly verbs?: readonly string[];
}

/** Programs that only run another one. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  time: { values: ['-f', '-o', '--format', '--output'] },
  nice: { values: ['-n', '--adjustment'] },
  ionice: { values: ['-c', '-n'] },
  taskset: { skip: 1 },
  numactl: {
    values: ['-C', '-N', '-m', '-i', '-p', '--cpunodebind', '--membind', '--physcpubind', '--interleave'],
  },
  chrt: { skip: 1 },
  sudo: {
    values: ['-u', '-g', '-h', '-p', '-C', '-T', '-D', '--user', '--group', '--chdir'],
    directory: ['-D', '--chdir'],
  },
  doas: { values: ['-u'] },
  env: { values: ['-u', '-C', '--unset', '--chdir'], directory: ['-C', '--chdir'] },
  timeout: { values: ['-k', '-s', '--kill-after', '--signal'], skip: 1 },
  nohup: {},
  setsid: {},
  stdbuf: { values: ['-i', '-o', '-e'] },
  unbuffer: {},
  flock: { values: ['-w', '-E', '--timeout', '--conflict-exit-code'], skip: 1 },
  strace: { values: ['-e', '-o', '-s', '-E', '-u', '-P', '-S', '-O', '-b', '-I', '-X', '-a'] },
  ltrace: { values: ['-e', '-o', '-s', '-u', '-l', '-x', '-n', '-a'] },
  valgrind: {},
  perf: {
    verbs: ['stat', 'record'],
    values: [
      '-e',
      '-o',
      '-r',
      '-F',
      '-c',
      '-C',
      '-x',
      '-I',
      '-D',
      '-m',
      '-j',
      '--event',
      '--output',
      '--repeat',
      '--freq',
    ],
  },
  mpirun: { values: ['-n', '-np', '-c', '-H', '-x', '--host', '--hostfile', '--map-by', '--bind-to', '--rank-by'] },
  mpiexec: { values: ['-n', '-np', '-c', '-H', '-x', '--host', '--hostfile', '--map-by', '--bind-to', '--rank-by'] },
  'xvfb-run': { values: ['-n', '-s', '-e', '-f', '-w', '-p', '--server-num', '--server-args', '--error-file'] },
  'systemd-run': {
    values: ['-p', '-u', '-E', '--unit', '--property', '--uid', '--gid', '--slice', '--working-directory'],
  },
  cgexec: { values: ['-g'] },
  prlimit: {},
  setarch: { skip: 1 },
  gosu: { skip: 1 },
  'su-exec': { skip: 1 },
  chronic: {},
  catchsegv: {},
  busybox: {},
  hatch: { verbs: ['run'] },
  pdm: { verbs: ['run'] },
  pixi: { verbs: ['run'] },
  rye: { verbs: ['run'] },
  conda: { verbs: ['run'], values: ['-n', '--name', '-p', '--prefix', '--cwd'] },
  micromamba: { verbs: ['run'], values: ['-n', '--name', '-p', '--prefix'] },
  command: {},
  builtin: {},
  exec: { values: ['-a'] },
  xargs: { values: ['-I', '-n', '-P', '-L', '-d', '-a', '-E', '-s'] },
  poetry: { verbs: ['run'] },
  pipenv: { verbs: ['run'] },
  uv: { verbs: ['run'], values: ['--with', '--python', '-p', '--group', '--extra', '--project', '--directory'] },
};

/** What is left of a command, and what its wrappers say of it. */
export interface Unwrapped {
  readonly words: readonly ShellWord[];
  readonly cwd: string | undefined;
  /** `A=b` words of `env` and `sudo`. */
  readonly assigns: readonly ShellWord[];
  /** It runs as another user than the one around it: root, where `sudo` names none. */
  readonly root: boolean;
}

/** Takes wrappers off until another command is left; nothing is left of `env` or `time` alone. */
export function unwrapped(all: readonly ShellWord[], from: string | undefined): Unwrapped {
  let words = all;
  let cwd = from;
  let root = false;
  const assigns: ShellWord[] = [];
  for (;;) {
    const name = words[0]?.value?.replace(/^.*\/(?=[a-z-]+$)/, '');
    const wrapper = name !== undefined && Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
    if (!wrapper) return { words, cwd, assigns, root };
    if (wrapper.verbs && !wrapper.verbs.includes(words[1]?.value ?? '')) return { words, cwd, assigns, root };
    // `flock file -c '…'` hands a text to a shell.
    if (name === 'flock' && words.some(({ value }) => value === '-c' || value === '--command'))
      return { words, cwd, assigns, root };
    if (name === 'command' && /^-[vV]$/.test(words[1]?.value ?? '')) return { words: [], cwd, assigns, root };
    let at = wrapper.verbs ? 2 : 1;
    if (name === 'sudo' || name === 'doas') root = becomesRoot(words);
    let skip = name === 'taskset' && /^(-c|--cpu-list)$/.test(words[at]?.value ?? '') ? 1 : (wrapper.skip ?? 0);
    for (; at < words.length; at++) {
      const word = words[at]!.value;
      if (word === undefined) {
        if (/^[A-Za-z_]\w*=/.test(words[at]!.text)) {
          assigns.push(words[at]!);
          continue;
        }
        if (skip-- > 0) continue;
        break;
      }
      if (word === '--') {
        at++;
        break;
      }
      if (wrapper.values?.includes(word)) {
        at++;
        if (wrapper.directory?.includes(word)) cwd = moved(cwd, words[at]?.value);
      } else if (word.startsWith('--chdir=') && wrapper.directory) cwd = moved(cwd, word.slice(8));
      else if (/^[A-Za-z_]\w*=/.test(word)) assigns.push(words[at]!);
      else if (word.startsWith('-')) continue;
      else if (skip-- > 0) continue;
      else break;
    }
    words = words.slice(at);
  }
}

/** `sudo x` and `sudo -u root x`, not `sudo -u ec2-user x`. */
function becomesRoot(words: readonly ShellWord[]): boolean {
  const user = words.findIndex(({ value }) => value === '-u' || value === '--user');
  const named =
    user > 0 ? words[user + 1]?.value : words.find(({ value }) => value?.startsWith('--user='))?.value?.slice(7);
  return named === undefined || named === 'root';
}

function moved(cwd: string | undefined, to: string | undefined): string | undefined {
  return to === undefined ? undefined : resolvePath(cwd, to);
}
