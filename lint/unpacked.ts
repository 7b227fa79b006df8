import { base, relative, resolvePath } from './path.ts';
import type { LocatedCommand } from './stage-shell.ts';

/** Programs that unpack, and the options that name where to; without one, it is where they run. */
const UNPACKERS: readonly (readonly [program: RegExp, into: RegExp])[] = [
  [/^(tar|bsdtar)$/, /^(-C|--directory(?:=|$)|--cd(?:=|$))/],
  [/^unzip$/, /^-d/],
  [/^7z[az]?$/, /^-o/],
  [/^(unzstd|cpio|dvc)$/, /(?!)/],
];

/** Programs that bring whole directories from elsewhere, told so by a verb or an option. */
const CARRIERS = /^(rsync|scp|aws|gsutil|gcloud|rclone|s5cmd|mc)$/;
const WHOLE = /^(sync|rsync|copy|mirror|-[a-zA-Z]*[ra][a-zA-Z]*|--recursive|--archive)$/;

/** Whether a command unpacks an archive or fetches a directory, of which nobody knows what is in it, into a directory or perhaps into it. */
export function unpacksInto({ kind, words, directory, context }: LocatedCommand, dir: string): boolean {
  const program = base(words[0]?.value ?? '');
  if (kind === 'command' && !context.elsewhere && CARRIERS.test(program)) {
    const last = words.at(-1)?.value;
    const to = last === undefined || /^[\w.@-]+:/.test(last) ? undefined : resolvePath(directory, last);
    // Below the directory, the name of what is written stands for all that is in it.
    return to !== undefined && holds(to, dir) && words.slice(1, -1).some(({ value }) => WHOLE.test(value ?? ''));
  }
  const into = UNPACKERS.find(([name]) => name.test(program))?.[1];
  if (!into || kind !== 'command' || context.elsewhere) return false;
  const args = words.slice(1).map(({ value }) => value);
  if (/tar$/.test(program) && onlyPacks(args)) return false;
  if (program === 'unzip' && args.some(word => /^-[a-zA-Z]*[lptvZ]/.test(word ?? ''))) return false;
  const at = args.findLastIndex(word => into.test(word ?? ''));
  const joined = args[at]?.replace(into, '');
  const target = at < 0 ? '' : joined || args[at + 1];
  const absolute = target === undefined ? undefined : resolvePath(directory, target || '.');
  return absolute === undefined || holds(dir, absolute) || holds(absolute, dir);
}

/** `tar -czf x.tgz out`, `tar tf x.tgz`: the first word, or one with a dash, says what is done. */
function onlyPacks(args: readonly (string | undefined)[]): boolean {
  const said = args.flatMap((word, index) =>
    word !== undefined && (index === 0 ? /^-?[a-zA-Z]+$/ : /^-[a-zA-Z]+$/).test(word) ? [word] : [],
  );
  const has = (letter: RegExp, long: RegExp) =>
    said.some(word => letter.test(word)) || args.some(word => long.test(word ?? ''));
  return has(/[ctru]/, /^--(create|list|append|update)$/) && !has(/x/, /^--(extract|get)$/);
}

function holds(outer: string, inner: string): boolean {
  return relative(outer, inner) !== undefined;
}
