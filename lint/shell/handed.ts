import { base } from '../path.ts';
import type { ShellWord } from './words.ts';

/** What a command gives to another program to run. */
export type Handed = {
  /** In a container or on another machine: its files are not the checkout's. */
  readonly elsewhere: boolean;
  /** As a user of less rights than root. */
  readonly demoted?: boolean;
} & (
  | {
      /** Bash in one word: `sh -c '…'`. */
      readonly kind: 'text';
      readonly word: ShellWord | undefined;
      /** The words that may switch its shell's options on. */
      readonly options: readonly ShellWord[];
    }
  | {
      /** Words that are a command by themselves: `find -exec ./x {} \;`. */
      readonly kind: 'words';
      readonly words: readonly ShellWord[];
    }
);

const SSH_VALUES = /^-[BbcDEeFIiJLlmOopQRSWw]$/;
const PARALLEL_VALUES =
  /^(-[jaINLnPS]|--(jobs|max-procs|arg-file|joblog|colsep|timeout|delay|results|halt|retries|load|memfree|tmpdir|workdir|wd|env|sshlogin|sshloginfile|max-args|nice|basefile|return|tagstring|progress))$/;
/** Options of `docker run` and `exec` and of `kubectl exec` that take no value; all other short and long ones without `=` do. */
const CONTAINER_FLAGS =
  /^(-[ditPqTR]+|--(rm|detach|interactive|tty|init|privileged|read-only|publish-all|no-healthcheck|quiet|stdin|no-deps|build|no-TTY|use-aliases|service-ports|\S+=\S*))$/;

/** What a command hands to a shell or to another program, as far as it is plain; a script file is for the caller to read. */
export function handed(words: readonly ShellWord[]): readonly Handed[] {
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  switch (program) {
    case 'sh':
    case 'bash':
    case 'dash':
    case 'zsh':
    case 'ksh':
    case 'ash':
      return ofShell(args);
    case 'su':
    case 'runuser':
      return afterOption(args, /^(-c|--command)$/, true);
    case 'sg':
    case 'flock':
      return afterOption(args, /^(-c|--command)$/);
    case 'script':
      return afterOption(args, /^(-[a-zA-Z]*c|--command)$/);
    case 'nix-shell':
      return afterOption(args, /^--run$/);
    case 'ssh':
      return ofSsh(args);
    case 'parallel':
      return ofParallel(args);
    case 'find':
      return ofFind(args);
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'kubectl':
    case 'docker-compose':
    case 'lxc':
      return ofContainer(containerCommand(words));
    default:
      return [];
  }
}

function ofShell(args: readonly ShellWord[]): readonly Handed[] {
  const option = args.findIndex(({ value }) => value !== undefined && /^-[a-zA-Z]*c$/.test(value));
  if (option < 0) return [];
  // What stands before `-c` are options, or `bash script.sh -c` hands the script an option of its own.
  if (args.slice(0, option).some(({ value }, at) => !/^[-+]/.test(value ?? '') && !takesName(args[at - 1]))) return [];
  const word = args.slice(option + 1).find(arg => !arg.value?.startsWith('-'));
  return [{ kind: 'text', word, options: args.slice(0, option + 1), elsewhere: false }];
}

/** `pipefail` of `bash -o pipefail`. */
export function takesName(before: ShellWord | undefined): boolean {
  return /^[-+][a-zA-Z]*[oO]$/.test(before?.value ?? '');
}

function afterOption(args: readonly ShellWord[], option: RegExp, demoted = false): readonly Handed[] {
  const at = args.findIndex(({ value }) => value !== undefined && option.test(value));
  return at < 0 ? [] : [{ kind: 'text', word: args[at + 1], options: [], elsewhere: false, demoted }];
}

/** `ssh host 'a; b'`, `ssh host ./x 1`: one word is a text, several are one too, and seldom more than a command. */
function ofSsh(args: readonly ShellWord[]): readonly Handed[] {
  let at = 0;
  for (; at < args.length && args[at]!.value?.startsWith('-'); at++) if (SSH_VALUES.test(args[at]!.value!)) at++;
  return textOrWords(args.slice(at + 1), true);
}

/** `parallel './x {} || true' ::: 1 2`. */
function ofParallel(args: readonly ShellWord[]): readonly Handed[] {
  let at = 0;
  for (; at < args.length && args[at]!.value?.startsWith('-'); at++) if (PARALLEL_VALUES.test(args[at]!.value!)) at++;
  const end = args.findIndex(({ value }, index) => index >= at && /^:{3,4}\+?$/.test(value ?? ''));
  return textOrWords(args.slice(at, end < 0 ? args.length : end), false);
}

function textOrWords(words: readonly ShellWord[], elsewhere: boolean): readonly Handed[] {
  const [first, ...more] = words;
  if (!first) return [];
  return more.length === 0 && /\s/.test(first.value ?? '')
    ? [{ kind: 'text', word: first, options: [], elsewhere }]
    : [{ kind: 'words', words, elsewhere }];
}

/** `find … -exec ./x {} \;`. */
function ofFind(args: readonly ShellWord[]): readonly Handed[] {
  return args.flatMap(({ value }, at): Handed[] => {
    if (!/^-(exec|execdir|ok)$/.test(value ?? '')) return [];
    const rest = args.slice(at + 1);
    const end = rest.findIndex(one => one.value === ';' || one.value === '+');
    const words = end < 0 ? rest : rest.slice(0, end);
    return words.length > 0 ? [{ kind: 'words', words, elsewhere: false }] : [];
  });
}

/** A container's own command is read where it is a text for a shell; another one is part of the command that starts it. */
function ofContainer(words: readonly ShellWord[]): readonly Handed[] {
  return /^(ba|da|z|k)?sh$/.test(base(words[0]?.value ?? ''))
    ? ofShell(words.slice(1)).map(one => ({ ...one, elsewhere: true }))
    : [];
}

/** What `docker exec`, `docker run`, `docker compose run` or `kubectl exec` starts inside; empty where that is not plain. */
export function containerCommand(words: readonly ShellWord[]): readonly ShellWord[] {
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  const verb = args.findIndex(({ value }) => /^(run|exec)$/.test(value ?? ''));
  if (verb < 0 || verb > 5) return [];
  if (program === 'kubectl' || program === 'lxc') {
    const end = args.findIndex(({ value }) => value === '--');
    return end < 0 ? [] : args.slice(end + 1);
  }
  let at = verb + 1;
  for (; at < args.length; at++) {
    const value = args[at]!.value ?? '';
    if (!value.startsWith('-')) break;
    if (!CONTAINER_FLAGS.test(value)) at++;
  }
  return args.slice(at + 1);
}
