import { base } from './path.ts';
import { containerCommand } from './shell/handed.ts';
import type { ShellWord } from './shell/words.ts';

/** Where a path inside a container lies outside of it. */
export interface ContainerPaths {
  /** Whether a word belongs to what runs inside. */
  isInside(word: ShellWord): boolean;
  /** `undefined`: it goes with the container, or nothing here tells. */
  outside(path: string): string | undefined;
}

/** Of `docker run -v "$PWD/out:/out" image …`; `undefined` for a command that starts nothing in a container. */
export function containerPaths(words: readonly ShellWord[]): ContainerPaths | undefined {
  if (!/^(docker|podman|nerdctl)$/.test(base(words[0]?.value ?? ''))) return undefined;
  const inner = new Set(containerCommand(words));
  if (inner.size === 0) return undefined;
  const mounts = mountsOf(words.filter(word => !inner.has(word)));
  return {
    isInside: word => inner.has(word),
    outside: path => {
      const mount = mounts.find(({ to }) => path === to || path.startsWith(`${to}/`));
      return mount && mount.from + path.slice(mount.to.length);
    },
  };
}

function mountsOf(words: readonly ShellWord[]): readonly { from: string; to: string }[] {
  return words.flatMap(({ value, text }, at) => {
    const [, option = '', joined] = /^(-v|--volume|--mount)(?:=(.*))?$/s.exec(value ?? text.replaceAll('"', '')) ?? [];
    const next = words[at + 1];
    const given = joined ?? next?.value ?? next?.text.replaceAll('"', '');
    if (option === '' || given === undefined) return [];
    const of = (names: RegExp) =>
      given
        .split(',')
        .find(one => names.test(one))
        ?.replace(names, '');
    const [from, to] =
      option === '--mount' ? [of(/^(source|src)=/), of(/^(target|dst|destination)=/)] : given.split(':');
    // The checkout as shells spell it.
    const here = from?.replace(/^(\$\{?PWD\}?|\$\(pwd\))(?=\/|$)/, '.');
    return here && to?.startsWith('/') && !/[$`]/.test(here) ? [{ from: here, to: to.replace(/\/$/, '') }] : [];
  });
}
