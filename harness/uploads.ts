import type { SimpleCommand } from '../lint/shell/commands.ts';
import type { Draft } from './draft.ts';
import { plainArguments } from './roles.ts';
import type { Script } from './script.ts';

/** `aws s3 cp results.md s3://bucket/prefix/`: what is sent is `produces`, where to is `store.url`. */
export function takeUpload(
  draft: Draft,
  script: Script,
  start: number,
  end: number,
  own: readonly SimpleCommand[],
  cwd: string | undefined,
  variables: readonly string[],
): boolean {
  const text = script.text.slice(start, end);
  for (const { words } of own) recordUpload(draft, words, cwd);
  if (/\|\|\s*(true\b|:|echo\b)|2>\s*\/dev\/null|&>\s*\/dev\/null/.test(text))
    draft.wrong(
      'upload',
      script,
      start,
      'a failed upload is told to nobody',
      'uploads are retried, checked, and decide the end of the run',
    );
  for (const name of variables) draft.positional.delete(name);
  draft.moved(script, start, end, 'produces and store.url');
  return true;
}

/** What an upload sends, and where to; `at`: how many pieces of the harness came before it. */
export function recordUpload(
  draft: Draft,
  words: SimpleCommand['words'],
  cwd: string | undefined,
  at = draft.pieces.length,
): void {
  const args = words.slice(1).map(({ value, text }) => value ?? text.replace(/^["']|["']$/g, ''));
  if (words[0]?.value !== undefined && /(^|\/)aws$/.test(words[0].value)) {
    const [, verb, from, to] = plainArguments(args);
    if (from !== undefined && from !== '-' && !/[$`]/.test(from.replace(/\$\{\{ \w+\.\w+ \}\}/g, '')))
      draft.uploads.push({ path: from, at, cwd, directory: verb === 'sync' || args.includes('--recursive') });
    if (to !== undefined)
      draft.store ??= storeOf(to.replace(/^\$\{?(\w+)\}?/, (all, name) => draft.variables.get(name) ?? all));
    const region = args[args.indexOf('--region') + 1];
    if (args.includes('--region') && region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$|^\$\{\{/.test(region))
      draft.region ??= region;
    return;
  }
  // A function of the harness that uploads: its words are files.
  for (const word of args)
    if (/^[\w./-]*[./][\w./-]*$/.test(word) && !word.startsWith('-'))
      draft.uploads.push({ path: word, at, cwd, directory: word.endsWith('/') });
}

/** The bucket and the first directories of an address: what is known of it. */
function storeOf(url: string): string | undefined {
  const written = /^s3:\/\/((?:[\w.-]|\$\{\{ params\.\w+ \}\})+)((?:\/(?:[\w.-]|\$\{\{ params\.\w+ \}\})+)*)(\/?)/.exec(
    url,
  );
  if (!written) return undefined;
  const segments = written[2]!.split('/').filter(Boolean);
  const whole = written[0].length === url.length;
  // Of the last one only the beginning is known.
  if (!whole && written[3] === '' && url[written[0].length] !== '/') segments.pop();
  // The last one is the name of the file, or was only known when it ran.
  const kept = whole && written[3] === '' && /\.\w+$/.test(segments.at(-1) ?? '') ? segments.slice(0, -1) : segments;
  return `s3://${[written[1], ...kept.slice(0, 3)].join('/')}`;
}
