import { base } from '../lint/path.ts';
import type { SimpleCommand } from '../lint/shell/commands.ts';
import { escaped } from './texts.ts';

/** `chmod +x`, and `chown` of whole directories. */
export function isModes({ words }: SimpleCommand): boolean {
  const [program = '', ...args] = words.map(({ value }) => value ?? '');
  if (base(program) === 'chmod') return args.some(word => /^[ugoa]*\+r?x$|^[0-7]?7[0-7]5$/.test(word));
  return base(program) === 'chown' && args.some(word => /^-\w*R|^--recursive$/.test(word));
}

/** `tar czf results.tgz out`: it packs what is there, and brings nothing. */
export function packs({ words }: SimpleCommand): boolean {
  const [program = '', ...args] = words.map(({ value }) => value ?? '');
  if (base(program) === 'tar')
    return args.some((word, at) => /^(--create|-\w*c\w*)$/.test(word) || (at === 0 && /^c/.test(word)));
  return /^(zip|gzip|zstd|xz|bzip2)$/.test(base(program)) && !args.some(word => /^(-\w*d\w*|--decompress)$/.test(word));
}

/** `curl … | sh`: somebody else's installer. */
export function isPipedInstall(text: string): boolean {
  return /\b(curl|wget)\b[^;&\n]*\|\s*(sudo\s+(-\S+\s+)*)?(env\s+\S+=\S+\s+)?(ba|da)?sh\b/.test(text);
}

/** The variables that a statement sets in the shell it runs in. */
export function assignedIn(text: string): readonly string[] {
  const plain = text.replace(/'[^']*'/g, "''").replace(/\$\((?:[^()]|\([^()]*\))*\)/g, '');
  const found = [...plain.matchAll(/(?:^|[\s;&|({])(?:export |declare (?:-\w+ )*)?([A-Za-z_]\w*)\+?=/gm)].map(
    ([, name]) => name!,
  );
  for (const [, names] of plain.matchAll(/\b(?:read|mapfile|readarray)\s+(?:-\w+\s+)*([\w ]+)/g))
    found.push(...names!.trim().split(/\s+/));
  return [...new Set(found)];
}

/** Whether a file gets what they print. */
export function writes(own: readonly SimpleCommand[]): boolean {
  return own.some(({ redirects }) =>
    redirects.some(({ operator, target }) => /^(>|>>|&>|&>>)$/.test(operator) && !target.value?.startsWith('/dev/')),
  );
}

/** `mkdir -p`, and nothing else. */
export function isDirectories(own: readonly SimpleCommand[]): boolean {
  return own.every(
    ({ words }) => base(words[0]?.value ?? '') === 'mkdir' && words.some(({ value }) => /^-\w*p/.test(value ?? '')),
  );
}

/** What a text must hold to need these directories. */
export function mentions(own: readonly SimpleCommand[]): RegExp {
  const parts = own.flatMap(({ words }) =>
    words.slice(1).flatMap(({ text, value }) => {
      if (text.startsWith('-')) return [];
      const variables = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => `\\$\\{?${name}\\b`);
      const plain = text.replace(/["']/g, '');
      return variables.length > 0 ? variables : [escaped(value ?? plain)];
    }),
  );
  return new RegExp(parts.join('|') || '(?!)');
}
