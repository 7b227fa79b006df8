import type { SimpleCommand } from '../shell/commands.ts';
import type { ShellWord } from '../shell/words.ts';
import { type Loose, loose, type Near } from './loose.ts';

/** `npm install x`, `pnpm add x`, `yarn global add x`. */
export function ofNode(program: string, args: readonly ShellWord[]): readonly Loose[] {
  const [first, second] = args.map(({ value }) => value);
  const global = program === 'yarn' && first === 'global' && second === 'add';
  if (!/^(install|i|add)$/.test(first ?? '') && !global) return [];
  return args.slice(global ? 2 : 1).flatMap((word, index, all): Loose[] => {
    const { value } = word;
    if (
      value === undefined ||
      value.startsWith('-') ||
      /^\d+$/.test(value) ||
      /^(--prefix|-C|--dir|--registry|--filter|-w|--workspace|--cache|--cache-folder|--loglevel|--mutex|--userconfig|--modules-folder)$/.test(
        all[index - 1]?.value ?? '',
      )
    )
      return [];
    if (/^[./]|^(file|link|workspace|https?|git\+\w+):|\.tgz$/.test(value)) return [];
    const version = /^(?:@[^/]+\/)?[^@]+@(.+)$/.exec(value)?.[1];
    if (version !== undefined && !/^(latest|next|canary|beta|\*)$/.test(version)) return [];
    return [loose(version === undefined ? 'unversioned' : 'latest', word, '@1.2.3')];
  });
}

/** What `npx`, `pnpm dlx` and the like fetch and run, where the repository does not bring it. */
export function ofRunner(
  command: SimpleCommand,
  program: string,
  args: readonly ShellWord[],
  near: Near,
): readonly Loose[] {
  const verb = args[0]?.value;
  const fetches = /^(npx|bunx|pnpx|uvx)$/.test(program);
  const rest = fetches
    ? args
    : (program === 'npm' && (verb === 'exec' || verb === 'x')) ||
        (program === 'pnpm' && verb === 'dlx') ||
        (program === 'yarn' && verb === 'dlx')
      ? args.slice(1)
      : [];
  if (rest.some(({ value }) => value === '--no-install' || value === '--offline')) return [];
  const option = rest.findIndex(({ value }) => /^(-p|--package|--from)$/.test(value ?? ''));
  const word =
    option >= 0
      ? rest[option + 1]
      : rest.find(
          ({ value }, at) =>
            value !== '--' &&
            !value?.startsWith('-') &&
            !/^(-w|--workspace|--prefix|--python|--with|-c|--call)$/.test(rest[at - 1]?.value ?? ''),
        );
  const name = word?.value;
  if (!word || name === undefined || /^[./]/.test(name)) return [];
  if (program === 'uvx')
    return /[@=]/.test(name) && !/@latest$/.test(name) ? [] : [loose('unversioned', word, '@1.2.3')];
  const version = /^(?:@[^/]+\/)?[^@]+@(.+)$/.exec(name)?.[1];
  if (version !== undefined) return /^(latest|next|canary)$/.test(version) ? [loose('latest', word, '@1.2.3')] : [];
  return isBrought(name, command, near) ? [] : [loose('unversioned', word, '@1.2.3')];
}

/** The repository's manifest or its lock file names a package, or a program of one. */
function isBrought(name: string, command: SimpleCommand, near: Near): boolean {
  return ['package.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'npm-shrinkwrap.json'].some(
    file => {
      const text = near(command, file)?.text ?? near(command, `/${file}`)?.text;
      return (
        text !== undefined &&
        (text.includes(`"${name}"`) ||
          text.includes(`/${name}"`) ||
          text.includes(`"${name} `) ||
          new RegExp(`(^|[\\s/'"])${escaped(name)}@`, 'm').test(text))
      );
    },
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
