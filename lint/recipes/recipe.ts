import type { Place } from '../../schema/source.ts';
import type { Start } from '../shell/commands.ts';
import type { ShellText } from '../stage-script.ts';

/** What a recipe is run by. */
export type Runner = 'make' | 'just' | 'task' | 'npm';

/** A line of a recipe of make or just, a command of a Taskfile, a script of package.json: each is a shell of its own. */
export interface Recipe {
  readonly text: ShellText;
  readonly start: Start;
  /** Where it runs, absolute; `undefined` when it is not known. */
  readonly directory: string | undefined;
  /** What has its runner go on when it fails: a `-` before the line, `.IGNORE`, `ignore_error`. */
  readonly passes?: { readonly runner: Runner; readonly written: string; readonly place: Place };
  /** No other line belongs to the same target. */
  readonly alone: boolean;
}

/** Whether a target or script by its name only takes things away, so that none of its failures is a loss. */
export function isTidy(name: string): boolean {
  return /(^|[-_.:/])(\w*clean\w*|stop|down|kill|teardown|reset|uninstall|purge)($|[-_.:/])/.test(name);
}
