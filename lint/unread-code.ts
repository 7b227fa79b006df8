import type { Comment } from '../schema/read.ts';
import type { Place } from '../schema/source.ts';
import type { Template } from '../schema/template.ts';
import type { TextReading } from './stage-shell.ts';

/** Code that bash never gets, or never runs as code, though its author sees it there. */
export interface Unread {
  readonly how: 'comment' | 'folded' | 'here-document';
  /** What stands there, for people. */
  readonly what: string;
  readonly place: Place;
  /** The end mark stands there, but not alone at the beginning of its line. */
  readonly indented?: boolean;
}

/** The comment of YAML that follows a text on its line: what stands behind a ` #` is none of it. */
export function commentBehind({ place, node }: Template, comments: readonly Comment[]): Comment | undefined {
  const { text } = place.source;
  if (/^[|>"'&*!]/.test(text.slice(node.range.start, node.range.start + 1))) return undefined;
  return comments.find(
    ({ range }) => range.start > place.range.end && /^[ \t]+$/.test(text.slice(place.range.end, range.start)),
  );
}

/** A comment of YAML that looks like a part of the command: `echo #1`, `--color #ff0000`, `"a #b"`. */
export function swallowedByYaml(run: Template, comments: readonly Comment[]): Unread | undefined {
  const comment = commentBehind(run, comments);
  if (!comment) return undefined;
  const { source } = run.place;
  const what = source.text.slice(comment.range.start, comment.range.end);
  const command = source.text.slice(run.place.range.start, run.place.range.end);
  const isOptions = /(^|\s)--[\w-]+$/.test(command) && /^#\w\S*(\s+-|\s*$)/.test(what);
  if (!isOptions && !/^#(\d+|[0-9a-fA-F]{6})\b/.test(what)) return undefined;
  return { how: 'comment', what, place: { source, range: comment.range } };
}

/** A comment line in a folded text (`>`): what is on the lines below becomes a part of it. */
export function swallowedByFolding({ place, node, text }: Template): Unread | undefined {
  const { source } = place;
  const written = source.text.slice(node.range.start, node.range.end);
  if (!/^>/.test(written)) return undefined;
  for (const line of written.matchAll(/\n[ \t]*(#[^\n]*)\n[ \t]*(\S[^\n]*)/g)) {
    const [, comment = '', next = ''] = line;
    if (next.startsWith('#') || !text.includes(`${comment.trimEnd()} ${next.trimEnd()}`)) continue;
    const start = node.range.start + line.index + line[0].indexOf('#');
    return { how: 'folded', what: next.trim(), place: { source, range: { start, end: start + comment.length } } };
  }
  return undefined;
}

/** Here-documents whose end mark is missing: all that follows is their text. */
export function endless({ commands, text: shell }: TextReading): readonly Unread[] {
  const { text } = shell;
  return commands.flatMap(({ start, redirects }): readonly Unread[] => {
    const { body } = redirects.findLast(({ operator }) => operator === '<<') ?? {};
    if (!body || !text.startsWith(body.text, body.start) || body.start + body.text.length < text.length) return [];
    const marks = [...text.slice(start, body.start).matchAll(/<<-?\s*\\?(["']?)([\w.-]+)\1/g)];
    const [mark, other] = marks;
    if (!mark || other) return [];
    const what = mark[2]!;
    const at = start + mark.index;
    const lines = body.text.split('\n');
    const indented = lines.some(line => line.trim() === what);
    return [{ how: 'here-document', what, place: shell.placeOf(at, at + mark[0].length), indented }];
  });
}
