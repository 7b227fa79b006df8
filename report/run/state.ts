import type { RunEnd } from '../../run/run.ts';
import type { RunView, StageView } from '../../run/view.ts';
import type { LiveState } from '../../schema/records.ts';
import type { Colors, Style } from './style.ts';

/** How a state is told: a sign, its word and its colour. `cut off` is a stage that ran when its run died. */
export interface Sign {
  readonly glyph: string;
  readonly word: string;
  readonly paint: (text: string) => string;
}

/** As a person is told it. */
export type Told = LiveState | 'cut off';

const glyphs: Readonly<Record<Told, readonly [unicode: string, ascii: string, color: keyof Colors]>> = {
  passed: ['✓', '+', 'green'],
  cached: ['✓', '+', 'green'],
  skipped: ['–', '-', 'dim'],
  pending: ['·', '.', 'dim'],
  running: ['▶', '>', 'cyan'],
  blocked: ['○', 'o', 'yellow'],
  interrupted: ['!', '!', 'yellow'],
  incomplete: ['✗', 'x', 'red'],
  failed: ['✗', 'x', 'red'],
  'timed-out': ['✗', 'x', 'red'],
  killed: ['✗', 'x', 'red'],
  'cut off': ['✗', 'x', 'red'],
};

/** The sign of a state and how it is meant: `dim` neither well nor badly. */
export function signOf(state: Told): { readonly glyph: string; readonly color: keyof Colors } {
  const [glyph, , color] = glyphs[state];
  return { glyph, color };
}

export function stageSign(stage: StageView, view: RunView, style: Style): Sign {
  const word = toldState(stage, view);
  const [unicode, ascii, color] = glyphs[word];
  return { glyph: style.ascii ? ascii : unicode, word, paint: style.colors[color] };
}

/** What a stage's state is called, given how its run stands. */
export function toldState(stage: StageView, view: RunView): Told {
  return stage.state === 'running' && view.state === 'died' ? 'cut off' : stage.state;
}

/** Whether nothing is wrong with a stage that ended so. */
export function isGood(state: LiveState): boolean {
  return state === 'passed' || state === 'cached' || state === 'skipped';
}

/** Whether a run goes on, as far as is known. */
export function isAlive({ state }: RunView): boolean {
  return state === 'running' || state === 'starting';
}

/** The word for how a run stands or came out, and its colour. */
export function runSign(view: RunView, { colors }: Style): { word: string; paint: (text: string) => string } {
  switch (view.state) {
    case 'starting':
    case 'running':
      return { word: view.state, paint: colors.cyan };
    case 'complete':
      // The store is complete; whether the run went well is another thing.
      return { word: view.state, paint: view.exitStatus === 0 ? colors.green : colors.yellow };
    case 'incomplete':
    case 'died':
      return { word: view.state, paint: colors.red };
  }
}

/** What the exit status of `campaign run` means. */
export function endMeaning(end: RunEnd): string {
  if (end.detached) return 'the run goes on without this command';
  if (!end.begun && end.exitStatus === 0) return 'the run is complete already; nothing was done';
  if (!end.begun && isAlive(end.view)) return 'the run is alive already; nothing was started';
  return exitMeaning(end.exitStatus);
}

/** What an exit status of the script means. */
export function exitMeaning(status: number): string {
  switch (status) {
    case 0:
      return 'every stage passed or was skipped by its condition, and everything is in the store';
    case 1:
      return 'some stage did not pass';
    case 2:
      return 'the campaign or the command line is wrong';
    case 3:
      return 'nothing was run';
    case 4:
      return 'the store does not hold all that the run has';
    case 130:
      return 'interrupted by Ctrl-C or campaign cancel';
    case 143:
      return 'interrupted by a spot notice or a request to stop';
    default:
      return 'the script ended in a way of its own';
  }
}
