import { quote } from '../../../plan/quote.ts';
import type { Command } from '../command.ts';
import { inside, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';

/** Options of `docker run` that take the next word (docs.docker.com, "docker container run"; podman takes the same). */
const VALUED =
  /^(-[aceghlmpuvw]|--(add-host|annotation|attach|blkio-weight|cap-add|cap-drop|cgroup-parent|cgroupns|cidfile|cpu-[\w-]+|cpus|cpuset-[\w-]+|device[\w-]*|dns[\w-]*|entrypoint|env|env-file|expose|gpus|group-add|health-\w+|hostname|ip6?|ipc|isolation|label|label-file|link|log-driver|log-opt|mac-address|memory[\w-]*|mount|name|net|network|network-alias|oom-score-adj|pid|pids-limit|platform|publish|pull|restart|runtime|security-opt|shm-size|stop-signal|stop-timeout|storage-opt|sysctl|tmpfs|ulimit|user|userns|uts|volume|volume-driver|volumes-from|workdir))$/;

interface Mount {
  readonly within: string;
  readonly outside: string;
}

/**
 * What `docker run -v "$PWD:/src" -w /src IMAGE make test` runs: the words after the image, in the repository where a mount
 * brings it along. Without such a mount the image has its own files, and nobody can say what it tests.
 */
export function dockerRunCalls(command: Command, repository: Repository): readonly Called[] {
  const words = command.words.slice(1);
  if (words[0] === 'container') words.shift();
  if (words.shift() !== 'run') return [];
  const mounts: Mount[] = [];
  const env: (readonly [string, string])[] = [];
  let cwd: string | undefined;
  let entry: readonly string[] = [];
  let at = 0;
  for (; words[at]?.startsWith('-'); at++) {
    const [option, stated] = splitAt(words[at]!);
    const value = stated ?? (VALUED.test(option) ? words[++at] : undefined) ?? '';
    if (option === '-v' || option === '--volume' || option === '--mount')
      mounts.push(...mountOf(option === '--mount' ? bound(value) : value, command, repository));
    else if (option === '-w' || option === '--workdir') cwd = value;
    else if (option === '--entrypoint') entry = value === '' ? [] : [value];
    else if ((option === '-e' || option === '--env') && value.includes('='))
      env.push([value.slice(0, value.indexOf('=')), value.slice(value.indexOf('=') + 1)]);
  }
  const given = [...entry, ...words.slice(at + 1)];
  if (mounts.length === 0 || given.length === 0) return [];
  return [
    {
      hop: { label: `${command.words[0]} run` },
      // Inside, the repository lies where the mount puts it.
      text: given.map(word => quote(placed(word, mounts))).join(' '),
      cwd: cwd === undefined ? undefined : placed(cwd, mounts),
      env: new Map(env),
    },
  ];
}

function splitAt(word: string): readonly [string, string?] {
  if (/^-[evw]./.test(word)) return [word.slice(0, 2), word.slice(2).replace(/^=/, '')];
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  return equals < 0 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}

/** `type=bind,source=A,target=B` as `A:B`. */
function bound(value: string): string {
  const parts = new Map(value.split(',').map(part => [part.replace(/=.*/, ''), part.replace(/^[^=]*=?/, '')]));
  const outer = parts.get('source') ?? parts.get('src');
  const inner = parts.get('target') ?? parts.get('dst') ?? parts.get('destination');
  return outer === undefined || inner === undefined ? '' : `${outer}:${inner}`;
}

function mountOf(value: string, command: Command, repository: Repository): readonly Mount[] {
  const [, outer, inner] = /^([./][^:]*):(\/[^:]+?)\/?(?::[\w,]+)?$/.exec(value) ?? [];
  const outside = outer === undefined ? undefined : resolvePath(command.cwd, outer);
  return inner === undefined || outside === undefined || inside(repository, outside) === undefined
    ? []
    : [{ within: inner, outside }];
}

/** A text with the places inside as those outside. */
function placed(text: string, mounts: readonly Mount[]): string {
  const mount = mounts.find(({ within }) => pattern(within).test(text));
  return mount === undefined ? text : text.replaceAll(pattern(mount.within), () => mount.outside);
}

function pattern(within: string): RegExp {
  return new RegExp(`(?<![\\w./-])${within.replaceAll(/[.*+?^$(){}|[\]\\]/g, '\\$&')}(?![\\w.-])`, 'g');
}
