import type { RunView } from '../../run/view.ts';
import { counted } from '../run/amount.ts';
import { exitMeaning, isGood, toldState } from '../run/state.ts';

/** `good`: all is well; `bad`: something is not; `under way`: it is not known yet. */
export type Grade = 'good' | 'bad' | 'under way';

/** What a run came to, in a sentence or two. */
export function verdictOf(view: RunView): { readonly grade: Grade; readonly verdict: string } {
  const { stages, state } = view;
  const passed = stages.filter(stage => stage.state === 'passed' || stage.state === 'cached').length;
  const sum = `${passed} of ${counted(stages.length, 'stage')} passed`;
  switch (state) {
    case 'starting':
      return { grade: 'under way', verdict: 'It is starting.' };
    case 'running':
      return { grade: 'under way', verdict: `It is running: ${sum} so far.` };
    case 'died':
      return {
        grade: 'bad',
        verdict: `It died: it shows no sign of life and has left no mark of an end. ${sum}; what it had saved is there.`,
      };
    case 'complete':
    case 'incomplete': {
      const kept = state === 'complete' ? 'everything it has is in the store' : 'not all it has is in the store';
      if (view.missing.length > 0)
        return { grade: 'bad', verdict: `Nothing was run: ${counted(view.missing.length, 'thing')} was missing.` };
      if (view.exitStatus === 0) return { grade: 'good', verdict: `${capital(exitMeaning(0))}.` };
      const bad = stages.filter(stage => !isGood(stage.state));
      if (bad.length === 0) {
        const why = view.exitStatus === undefined ? 'its exit status is not recorded' : exitMeaning(view.exitStatus);
        return { grade: 'bad', verdict: `${sum}, but ${why}.` };
      }
      const words = [...new Set(bad.map(stage => toldState(stage, view)))].map(
        word => `${bad.filter(stage => toldState(stage, view) === word).length} ${word}`,
      );
      return { grade: 'bad', verdict: `${sum}; ${words.join(', ')}; ${kept}.` };
    }
  }
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}
