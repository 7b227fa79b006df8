import type { ShellWord } from '../shell/words.ts';
import { type Loose, packages } from './loose.ts';

/** `cargo install`, `cargo binstall`. */
export function ofCargo(args: readonly ShellWord[]): readonly Loose[] {
  const all = args.map(({ value }) => value ?? '?');
  if (all.some(word => /^(--version|--vers|--rev|--tag|--path)(=|$)/.test(word))) return [];
  const git = all.findIndex(word => /^--git(=|$)/.test(word));
  if (git >= 0)
    return [
      {
        how: 'branch',
        what: all[git + 1] ?? all[git]!,
        instead: 'add `--tag v1.2.3` or `--rev`',
        start: args[git]!.start,
        end: (args[git + 1] ?? args[git]!).end,
      },
    ];
  return packages(
    args,
    /@\d|@=/,
    '@1.2.3',
    /^(--root|--target|--profile|--features|-F|-j|--jobs|--registry|--index|--config|--bin|--example|--target-dir|-Z)$/,
  );
}
