import type { Axis } from './draft.ts';

/** Whether a pattern that was uploaded takes a path; a path without `*` and `?` is no pattern. */
export function globMatches(glob: string, path: string): boolean {
  if (!/[*?]/.test(glob)) return false;
  return new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.')}$`,
  ).test(path);
}

/** Whether some instance of a path is another's, lies in it, or holds it. */
export type Meeting = (made: string, makers: readonly Axis[], read: string, readers: readonly Axis[]) => boolean;

/** `defaults`: what each parameter is where nothing is given. */
export function meeting(defaults: ReadonlyMap<string, string | undefined>): Meeting {
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
