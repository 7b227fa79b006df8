import { base } from './path.ts';
import type { ShellWord } from './shell/words.ts';
import type { LocatedCommand } from './stage-shell.ts';

/**
 * The words of a command that name what it changes beside what `writtenBy` tells: what it edits in place, takes away,
 * unpacks into, clones into, or gives other rights.
 */
export function changedBy({ kind, words, context }: LocatedCommand): readonly ShellWord[] {
  if (kind !== 'command' || context.elsewhere) return [];
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  const plain = args.filter(({ value }) => value !== undefined && !value.startsWith('-'));
  const after = (option: RegExp) =>
    args.filter(({ value }, at) => value !== undefined && option.test(args[at - 1]?.value ?? ''));
  switch (program) {
    case 'sed':
      return args.some(({ value }) => /^-[a-zA-Z]*i|^--in-place/.test(value ?? '')) ? plain.slice(1) : [];
    case 'dd':
      return args.filter(({ value }) => value?.startsWith('of='));
    case 'git':
      return plain[0]?.value === 'clone' ? plain.slice(2).filter(isPath) : [];
    case 'tar':
      return args.some(({ value }) => /^(-?[a-zA-Z]*x|--extract|--get)/.test(value ?? ''))
        ? after(/^(-C|--directory)$/)
        : [];
    case 'wget':
      return after(/^(-[a-zA-Z]*P|--directory-prefix)$/);
    case 'unzip':
      return after(/^-d$/);
    case 'virtualenv':
      return plain.slice(-1);
    case 'python':
    case 'python3':
      return plain[0]?.value === 'venv' && args[0]?.value === '-m' ? plain.slice(1) : [];
    case 'pip':
    case 'pip3':
      return after(/^(-t|--target|--prefix)$/);
    case 'java':
      return args.flatMap(word => {
        const [, path] = /^-X(?:log:.*?file=|loggc:|X:(?:HeapDumpPath|ErrorFile)=)([^:]+)/.exec(word.value ?? '') ?? [];
        return path === undefined ? [] : [{ ...word, value: path }];
      });
    case 'rm':
    case 'rmdir':
    case 'unlink':
    case 'truncate':
      return plain;
    case 'chmod':
    case 'chown':
    case 'chgrp':
      return plain.slice(1);
    default:
      return [];
  }
}

function isPath({ value }: ShellWord): boolean {
  return value?.startsWith('/') ?? false;
}
