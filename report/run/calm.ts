import type { RunEvent } from '../../schema/records.ts';
import { bytes, clock, span } from './amount.ts';
import { clean } from './width.ts';

export interface CalmOptions {
  /** Also every checkpoint and upload. */
  readonly verbose?: boolean;
  /** What the directories of checkouts lie below, where that is not the root. */
  readonly tree?: string;
}

/** One line for one event, `00:12 generate[sf=1] passed in 11.8 s`; `undefined` for what nobody waits for. */
export function calmLine(event: RunEvent, options: CalmOptions = {}): string | undefined {
  const text = eventText(event, options);
  return text === undefined
    ? undefined
    : `${clock(event.up).padStart(5, '0')} ${clean(text.replaceAll(/\s*\n\s*/g, ' '))}`;
}

/** What happened, in a sentence without its time; `undefined` for what nobody waits for. Not cleaned of what would move a cursor. */
export function eventText(event: RunEvent, { verbose, tree = '' }: CalmOptions = {}): string | undefined {
  switch (event.event) {
    case 'run-started':
      return `run ${event.runId} of ${event.campaign} ${event.resumed ? 'taken up again' : 'started'}`;
    case 'preflight':
      return event.ok ? 'preflight passed' : `preflight failed: missing ${event.missing.join('; ')}`;
    case 'provision':
      return event.state === 'started'
        ? `${event.step}: ${event.detail}`
        : `${event.step} ${event.state} in ${span(event.seconds)}${because(event.reason)}`;
    case 'checkout':
      return `checked out ${event.commit.slice(0, 12)} in ${tree}${event.dir}`;
    case 'stage-started':
      return `${event.stage} started${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`;
    case 'stage-ended':
      return stageEnded(event);
    case 'stage-retried':
      return `${event.stage} will be tried again after attempt ${event.attempt}${because(event.reason)}`;
    case 'stage-rerun':
      return `${event.stage} runs again${because(event.reason)}`;
    case 'checkpoint':
      return verbose ? `saved ${event.key} (${bytes(event.bytes)})` : undefined;
    case 'uploaded':
      return verbose ? `uploaded ${event.key} (${bytes(event.bytes)})` : undefined;
    case 'upload-failed':
      return `upload of ${event.key} failed, attempt ${event.attempt}${because(event.error)}`;
    case 'warning':
      return `warning: ${event.message}`;
    case 'stopping':
      return `stopping${because(event.detail || event.why)}`;
    case 'spot-notice':
      return `EC2 will ${event.action} this machine${event.time && ` at ${event.time}`}`;
    case 'rebalance':
      return 'EC2 says that this machine is likely to be taken away: everything is saved now';
    case 'holding':
      return `not everything is in the store: the machine is kept for up to ${span(event.seconds)} to try again`;
    case 'run-ended':
      return `run ended with exit status ${event.exitStatus} in ${span(event.seconds)}${
        event.complete ? '' : '; the store does not hold all of it'
      }`;
  }
}

function stageEnded(event: RunEvent & { event: 'stage-ended' }): string {
  // What never began took no time.
  const began = event.attempt > 0 && event.state !== 'blocked' && event.state !== 'skipped' && event.state !== 'cached';
  const time = began ? ` ${event.state === 'passed' ? 'in' : 'after'} ${span(event.seconds)}` : '';
  return `${event.stage} ${event.state}${time}${because(event.reason)}`;
}

function because(reason: string): string {
  return reason ? `: ${reason}` : '';
}
