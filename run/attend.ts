import type { Exit, LaunchedHere, StopSignal } from './launcher.ts';
import { newPause } from './pause.ts';
import type { Signals } from './signals.ts';
import type { RunView } from './view.ts';
import type { Look, Watch } from './watch.ts';

export interface Attendance {
  readonly signals?: Signals;
  readonly onStopAsked?: (signal: 'INT' | 'TERM') => void;
  readonly tell: (look: Look) => void;
  /** Whether the mark of an end, which is written last of all, is in the store. */
  readonly marked: () => Promise<boolean>;
  /** Milliseconds; as in `RunOptions`. */
  readonly lookEvery?: number;
  readonly patience?: number;
}

/**
 * Looks at a run until its script has ended; the last look comes after that. `undefined`: it was left to itself, because the
 * terminal is gone or a second signal said so.
 */
export async function attend(launched: LaunchedHere, watch: Watch, options: Attendance): Promise<Exit | undefined> {
  const state: { exit?: Exit; asked?: StopSignal; askedAt: number; left: boolean } = { askedAt: 0, left: false };
  const pause = newPause();
  launched.exited.then(exit => {
    state.exit = exit;
    pause.end();
  });
  const off = options.signals?.(signal => {
    if (signal === 'HUP' || state.asked) {
      state.left = true;
      pause.end();
      return;
    }
    state.asked = signal;
    state.askedAt = Date.now();
    launched.signal(signal);
    options.onStopAsked?.(signal);
  });
  const every = options.lookEvery ?? 200;
  const progress = newProgress();
  try {
    for (;;) {
      const { exit } = state;
      const look = await watch.look();
      options.tell(look);
      if (state.left) return undefined;
      if (exit) {
        const { phase } = look.view;
        // What a signal ended may have a watchdog that is still saving; one that shows progress is waited for.
        if (exit.signal === undefined || phase === undefined) return exit;
        if (phase === 'ended' && (await options.marked())) return exit;
        if (progress.silence(look.view) >= (options.patience ?? 10_000)) return exit;
        await pause.begin(every);
        continue;
      }
      // Bash may lose a trapped SIGINT that comes while it waits for a short command (seen once in 60 tries with 5.2).
      if (state.asked && !look.view.stopping && Date.now() - state.askedAt >= repeatAfter) {
        launched.signal(state.asked);
        state.askedAt = Date.now();
      }
      if (!state.exit) await pause.begin(every);
    }
  } finally {
    off?.();
  }
}

/** Milliseconds after which a script that has not said it is stopping is asked again. */
const repeatAfter = 1000;

/** For how many milliseconds nothing has changed in what is shown of a run but the time. */
function newProgress(): { silence(view: RunView): number } {
  let heard = Date.now();
  let before = '';
  return {
    silence(view) {
      const now = JSON.stringify([view.phase, view.stages.map(stage => stage.state), view.uploads, view.saved?.bytes]);
      if (now !== before) heard = Date.now();
      before = now;
      return Date.now() - heard;
    },
  };
}
