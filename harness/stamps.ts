import type { Edit } from './edit.ts';
import { escaped, shown } from './texts.ts';

const DATE = String.raw`\$\(date\b[^()]*\)|${'`'}date\b[^${'`'}]*${'`'}`;
/** Letters of a word of shell, a `$(date …)` as one. */
const LETTERS = String.raw`(?:${DATE}|[^\s;|&()<>${'`'}])`;

/** `TS=$(date +%F)`: the variables of a text that hold nothing but when it was started. */
function stampsIn(text: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\\b(\\w+)="?(?:${DATE})"?(?=\\s|;|$)`, 'g'))].map(([, name]) => name!);
}

/**
 * Paths that say when the harness was started, as `results/$(date +%F)`: no other stage could name them. Each is given a name that
 * stays; `around` is the whole harness, whose variables may hold such a time.
 */
export function stampEdits(text: string, around: string): readonly Edit[] {
  const isDirectory = (name: string) =>
    [around, text].some(one => new RegExp(`\\$(?:${name}|\\{${name}\\})["']?/`).test(one));
  // What is a directory's name altogether gets another one where it is set.
  const names = [...new Set([...stampsIn(around), ...stampsIn(text)])].filter(name => !isDirectory(name));
  const stamp = names.length === 0 ? DATE : `${DATE}|\\$(?:${names.join('|')})\\b|\\$\\{(?:${names.join('|')})\\}`;
  return [...text.matchAll(new RegExp(`${LETTERS}+`, 'g'))].flatMap(({ 0: word, index }): Edit[] => {
    // `OUT=results/$(date)` is a path behind its `=`.
    const from = /^(?:--?[\w-]+|\w+)=/.exec(word)?.[0].length ?? 0;
    const path = word.slice(from);
    const rest = path.replaceAll(new RegExp(stamp, 'g'), '');
    const isPath =
      /\/[\w$."'{]|\w\/|\.[a-z]\w*["']?$/.test(rest) || (from > 0 && isDirectory(escaped(word.slice(0, from - 1))));
    if (rest === path || !isPath || /:\/\/|["'][^"']*$/.test(unquoted(path))) return [];
    // A word in its place: without one, `mv a.log a-$(date).log` would move a file to itself.
    const by = path.replaceAll(new RegExp(stamp, 'g'), 'run');
    return [
      {
        start: index + from,
        end: index + word.length,
        by,
        fault: 'stamp',
        message: `\`${shown(path)}\` is another path at every start`,
        now: `\`${shown(by)}\`: every run keeps its outputs apart`,
      },
    ];
  });
}

/** A word without the quotes that are closed in it. */
function unquoted(word: string): string {
  return word.replaceAll(/"[^"]*"|'[^']*'/g, quoted => quoted.slice(1, -1));
}
