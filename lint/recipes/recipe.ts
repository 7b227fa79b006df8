import type { Place } from '../../schema/source.ts';
import type { Start } from '../shell/commands.ts';
import type { ShellText } from '../stage-script.ts';

/** A line of a Makefile's recipe or a script of package.json: each is a shell of its own. */
export interface Recipe {
  readonly text: ShellText;
  readonly start: Start;
  /** Where it runs, absolute; `undefined` when it is not known. */
  readonly directory: string | undefined;
  /** The `-` before a line, which has make go on when the line fails. */
  readonly dash?: Place;
  /** The `.IGNORE` that has make go on when the line fails. */
  readonly ignored?: Place;
  /** No other line belongs to the same target. */
  readonly alone: boolean;
}

/** Whether a target or script by its name only takes things away, so that none of its failures is a loss. */
export function isTidy(name: string): boolean {
  return /(^|[-_.:/])(\w*clean\w*|stop|down|kill|teardown|reset|uninstall|purge)($|[-_.:/])/.test(name);
}
