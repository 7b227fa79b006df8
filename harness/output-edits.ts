import type { ShellReading } from '../lint/shell/construct.ts';
import { lostOutput } from '../lint/shell/output.ts';
import { matters } from '../lint/shell/purpose.ts';
import type { Edit } from './edit.ts';
import { shown } from './texts.ts';

/** Output that is cut or thrown away, though the run keeps the whole log. */
export function lossEdits(text: string, reading: ShellReading): readonly Edit[] {
  return lostOutput(text, reading).flatMap(({ how, start, end, written, beside, toFile }): Edit[] => {
    if (beside || toFile) return [];
    const before = text.slice(0, start);
    const space = /(\s*2>&1)?\s*(\\\n\s*)?$/.exec(before)![0].length;
    const cut = how === 'cut';
    const message = `\`${shown(written)}\` ${cut ? 'cuts' : 'throws away'} the log`;
    const from = cut ? start - space : start - (/[ \t]*$/.exec(before)?.[0].length ?? 0);
    return [{ start: from, end, by: '', fault: 'cut', message, now: 'the whole log is kept' }];
  });
}

/** `> bench.log 2>&1` and `2>&1 | tee bench.log`, where nothing looks at that file. */
export function logEdits(text: string, { commands, constructs }: ShellReading): readonly Edit[] {
  const edits: Edit[] = [];
  const isLog = (value: string | undefined, written: string) => {
    const name = value ?? written.replace(/["']/g, '');
    return (
      (/\.log$/.test(name) || /^\$\{?(LOG|LOGFILE|LOG_FILE|log|logfile|log_file)\}?$/.test(name)) &&
      text.split(written).length === 2
    );
  };
  const now = 'the run keeps the log of every stage';
  for (const one of constructs) {
    if (one.kind !== 'pipe' || one.parts.length < 2 || one.context.value) continue;
    const last = one.parts.at(-1)!;
    const tee = commands[last.from];
    const files = tee?.words.slice(1).filter(({ value }) => !value?.startsWith('-')) ?? [];
    if (
      tee?.words[0]?.value !== 'tee' ||
      last.to - last.from !== 1 ||
      !files.every(({ value, text: written }) => isLog(value, written))
    )
      continue;
    const before = text.slice(0, last.start);
    const bar = /\s*(2>&1)?\s*\|&?\s*(\\?\n\s*)?(sudo\s+)?$/.exec(before);
    if (!bar) continue;
    const message = `\`${shown(text.slice(last.start, last.end))}\` keeps a log by hand`;
    edits.push({ start: bar.index, end: last.end, by: '', fault: 'log', message, now });
  }
  for (const { words, redirects, end, context } of commands) {
    if (words.length === 0 || context.value || !matters({ kind: 'command', words, redirects })) continue;
    const first = redirects.find(
      ({ operator, target, descriptor }) =>
        /^(>|>>|&>|&>>)$/.test(operator) && descriptor !== 2 && isLog(target.value, target.text),
    );
    if (!first) continue;
    const from = /\s*\d?&?>>?\s*$/.exec(text.slice(0, first.target.start))?.index;
    const rest = /^\s*2>&1/.exec(text.slice(first.target.end))?.[0].length ?? 0;
    if (from === undefined || first.target.end > end) continue;
    const message = `\`${shown(text.slice(from, first.target.end + rest))}\` keeps a log by hand`;
    edits.push({ start: from, end: first.target.end + rest, by: '', fault: 'log', message, now });
  }
  return edits;
}
