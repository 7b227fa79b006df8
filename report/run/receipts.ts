import type { Receipt } from '../../schema/records.ts';
import type { Style } from './style.ts';
import { clean, pad, textWidth } from './width.ts';

/** A line for each thing that was read back of a box. What could not be is said to be unknown, never fine. */
export function receiptLines(receipts: readonly Receipt[], { colors }: Style): readonly string[] {
  const width = Math.max(0, ...receipts.map(({ what }) => textWidth(what)));
  return receipts.map(({ what, state, detail }) => {
    const word = { ok: colors.green('ok     '), wrong: colors.red('WRONG  '), unknown: colors.yellow('UNKNOWN') }[
      state
    ];
    return `  ${word}  ${pad(what, width)}  ${clean(detail)}`;
  });
}
