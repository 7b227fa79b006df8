import type { Redirection, Statement } from 'unbash';
import { commandsOf } from './ledger.ts';

/** Where a statement ends in its text, the bodies of its here-documents included. */
export function extentOf(statement: Statement): number {
  let end = statement.end;
  const look = (redirects: readonly Redirection[]) => {
    for (const one of redirects) if (one.type === 'HereDoc') end = Math.max(end, one.closing?.end ?? one.body.end);
  };
  for (const { node } of commandsOf([statement])) if (node.type === 'Command') look(node.redirects);
  const { command } = statement;
  if (command.type === 'Redirected') look(command.redirects);
  if (command.type === 'Pipeline' || command.type === 'AndOr')
    for (const part of command.commands) if (part.type === 'Redirected') look(part.redirects);
  return end;
}

/** What a comment or an announcement says when it is the heading of a part of the script. */
export function headingIn(text: string): string | undefined {
  const lines = text.split('\n').map(line => line.trim());
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('#') || line.startsWith('#!')) continue;
    const marked = /^#+\s*(?:[-=*#~─═]{2,}|\[)\s*(\S.*?)\s*(?:[-=*#~─═\]]*)$/.exec(line)?.[1];
    if (marked && /[A-Za-z]/.test(marked)) return marked;
    const ruled = /^#+\s*[-=*#~─═]{4,}$/.test(lines[index - 1] ?? '') && /^#\s*(\S.*)$/.exec(line)?.[1];
    if (ruled && /[A-Za-z]/.test(ruled)) return ruled.replace(/\s*#+$/, '');
    const numbered =
      /^#+\s*(?:(?:step|phase|stage|part)\s+)?(?:\d+[.):]|(?:step|phase|stage|part)\s*\d+\s*[-:.]?)\s*(\S.*)$/i.exec(
        line,
      )?.[1];
    if (numbered) return numbered;
  }
  return undefined;
}

/** What `echo "=== build ==="` announces. */
export function announced(words: readonly (string | undefined)[]): string | undefined {
  const said = words
    .filter(word => word !== undefined && !/^-[neE]+$/.test(word))
    .join(' ')
    .replace(/\\[ne]/g, ' ')
    .trim();
  const marked =
    /^(?:[-=*#~>─═]{2,}|\[[-+*>]\])\s*(\S.*?)\s*[-=*#~<─═.:]*$/.exec(said)?.[1] ??
    /^(?:step|phase|stage|part)\s*\d*\s*[-:.)]\s*(\S.*)$/i.exec(said)?.[1];
  return marked && /[A-Za-z]/.test(marked) ? marked.replace(/^\[?\d+(?:\/\d+)?[\]):.]+\s*/, '') : undefined;
}
