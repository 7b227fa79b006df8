import type { Needed } from '../shell/asking.ts';
import { nodeSkips } from './node-skips.ts';
import { pythonSkips } from './python-skips.ts';
import type { StageProgram } from './stage-programs.ts';

/** A question in a program whose answer ends it with status 0, before its work. */
export interface ProgramSkip {
  /** What is asked, as written: `if not os.path.isdir(data)`. */
  readonly question: string;
  readonly start: number;
  readonly end: number;
  /** What would be needed, where that is plain. */
  readonly needs: Needed | undefined;
  /** There is work that is skipped. */
  readonly goesOn: boolean;
  /** The words that end it, and the same with a status that says so. */
  readonly exit: { readonly start: number; readonly end: number; readonly failing: string };
}

/**
 * Where a program ends with status 0 because something is not there; programs are not parsed, so only plain forms are seen. In a line
 * of shell code that nothing follows, the end is no loss: what the shell does next is not skipped.
 */
export function programSkips({ language, text, inline }: StageProgram): readonly ProgramSkip[] {
  const skips = language === 'python' ? pythonSkips(text.text) : nodeSkips(text.text);
  return inline ? skips.filter(({ goesOn }) => goesOn) : skips;
}
