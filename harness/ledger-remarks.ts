import { credentialsIn } from '../lint/credentials.ts';
import type { Entry } from './ledger.ts';
import type { Remark } from './remarks.ts';

/** The commands that are in no place of the campaign, neighbours with the same reason as one. */
export function leftRemarks(commands: readonly Entry[]): readonly Remark[] {
  const found: { file: string; line: number; first: string; last: number; count: number; why: string }[] = [];
  for (const { fate, script, line, written } of commands) {
    if (fate?.kind !== 'left') continue;
    const before = found.at(-1);
    if (before && before.file === script.path && before.why === fate.why && line >= before.last) {
      before.count++;
      before.last = line;
    } else found.push({ file: script.path, line, first: shownWritten(written), last: line, count: 1, why: fate.why });
  }
  return found.map(({ file, line, first, last, count, why }) => {
    const more = count > 1 ? ` and ${count - 1} more${last > line ? `, until line ${last}` : ''}` : '';
    return { kind: 'left', file, line, message: `\`${first}\`${more}`, now: why };
  });
}

/** The commands that another key of the campaign says now. */
export function moved(commands: readonly Entry[]): readonly Remark[] {
  return commands.flatMap(({ fate, script, line, written }): Remark[] => {
    if (fate?.kind !== 'moved') return [];
    return [{ kind: 'moved', file: script.path, line, message: `\`${shownWritten(written)}\``, now: fate.to }];
  });
}

/** A command as it is told. No value of a variable whose name or form says that it is a secret is ever shown. */
function shownWritten(text: string): string {
  let safe = text;
  for (const { start, end } of [...credentialsIn(text)].reverse()) safe = `${safe.slice(0, start)}…${safe.slice(end)}`;
  const said = withoutSecret(safe);
  return said.length > 60 ? `${said.slice(0, 58)} …` : said;
}

function withoutSecret(text: string): string {
  return text
    .replace(/(\w*(?:KEY|TOKEN|SECRET|PASSW|PASSWD|CREDENTIAL)\w*=)(?!["']?\$)\S+/gi, '$1…')
    .replace(/:\/\/[^\s/@]*@/g, '://…@');
}

const ORDER = { wrong: 0, left: 1, moved: 2 } as const;

/** Those that cost somebody something first, then by file and line. */
export function sorted(remarks: readonly Remark[]): readonly Remark[] {
  return [...remarks].sort(
    (a, b) => ORDER[a.kind] - ORDER[b.kind] || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
  );
}
