import type { Edit, Fix } from './finding.ts';
import type { Construct } from './shell/construct.ts';
import { exactly, withoutLine } from './stage-edits.ts';
import type { TextReading } from './stage-shell.ts';

/**
 * What stands between `set +e` and `set -e`, without the two: `status=0; cmd || status=$?` where the status is kept, and the command
 * alone where it is not. Nothing where more than one command stands there, for it is not known which of them may fail.
 */
export function untoggled({ text, commands, constructs }: TextReading, off: Construct, on: Construct): Fix | undefined {
  const said = ({ start, end }: Construct) => text.text.slice(start, end);
  if (!/^set \+(e|o errexit)$/.test(said(off)) || !/^set -(e|o errexit)$/.test(said(on))) return undefined;
  const first = commands.find(({ start, kind, context }) => start >= off.end && kind === 'command' && !context.value);
  if (!first || first.end > on.start || text.text.slice(off.end, first.start).trim() !== '') return undefined;
  const pipe = constructs.find(one => one.kind === 'pipe' && one.start === first.start);
  const { end } = pipe ?? first;
  const kept = /^\s*\n[ \t]*(\w+)=\$\?[ \t]*\n\s*$/.exec(text.text.slice(end, on.start));
  if (!kept && text.text.slice(end, on.start).trim() !== '') return undefined;
  const lines = [withoutLine(text, on.start, on.end)];
  if (!kept) return fixOf('delete both', [withoutLine(text, off.start, off.end), ...lines]);
  const [, name] = kept;
  const at = text.text.indexOf(`${name}=$?`, end);
  const begin = exactly(text, off.start, off.end);
  const after = exactly(text, end, end);
  return fixOf(`write \`${name}=0\` and \`|| ${name}=$?\``, [
    begin && { place: begin, replacement: `${name}=0` },
    after && { place: after, replacement: ` || ${name}=$?` },
    withoutLine(text, at, at + `${name}=$?`.length),
    ...lines,
  ]);
}

function fixOf(title: string, edits: readonly (Edit | undefined)[]): Fix | undefined {
  const all = edits.filter(edit => edit !== undefined);
  return all.length === edits.length ? { title, safety: 'unsafe', edits: all } : undefined;
}
