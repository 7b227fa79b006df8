import type { Cost } from '../../run/cost.ts';
import type { RunEnd } from '../../run/run.ts';
import type { RunView } from '../../run/view.ts';
import type { RunEvent } from '../../schema/records.ts';
import { bytes, clock, span } from './amount.ts';
import { costObject, costSchema, costText } from './cost.ts';
import { runObject, summaryObject } from './json.ts';
import { closed, runJsonSchema, summaryJsonSchema, text } from './json-schema.ts';
import { clean } from './width.ts';

/**
 * How a run stands, in one line of a pipe that shows no table: `12:34 running bench (3:10 of 30:00): Q05 trial 2 - cost so far $0.12 …`.
 */
export function pulseLine(view: RunView, facts: readonly string[]): string {
  const running = view.stages
    .filter(({ state }) => state === 'running')
    .map(({ stage, seconds, timeoutSeconds, lastLine }) => {
      const limit = timeoutSeconds > 0 ? ` of ${clock(timeoutSeconds)}` : '';
      return `${clean(stage)} (${clock(seconds)}${limit})${lastLine.trim() ? `: ${clean(lastLine).trim()}` : ''}`;
    });
  const what = running.length > 0 ? `running ${running.join('; ')}` : (view.phase ?? view.state);
  const saved = view.saved
    ? `saved ${span(view.saved.secondsAgo)} ago, ${bytes(view.saved.bytes)}`
    : 'nothing saved yet';
  return `${clock(view.seconds).padStart(5, '0')} ${[what, ...(view.state === 'starting' ? [] : [saved]), ...facts.map(clean)].join(' - ')}`;
}

/** What is shown beside the table: the cost, and how old the last word of a run is that is seen through its store alone. */
export function watchFacts(cost: Cost, heartbeatAge: number | undefined): readonly string[] {
  const heard = heartbeatAge === undefined ? [] : [`heard of ${span(Math.max(0, heartbeatAge))} ago`];
  return [costText(cost), ...heard];
}

/** A line of `campaign watch --format json`. */
export type WatchLine =
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'look'; readonly view: RunView; readonly cost: Cost }
  | { readonly kind: 'trouble'; readonly message: string }
  | { readonly kind: 'end'; readonly end: RunEnd; readonly cost: Cost }
  | { readonly kind: 'left'; readonly view: RunView; readonly cost: Cost };

export function watchObject(line: WatchLine): object {
  switch (line.kind) {
    case 'event':
    case 'trouble':
      return { version: 1, ...line };
    case 'end':
      return { version: 1, kind: line.kind, cost: costObject(line.cost), run: summaryObject(line.end) };
    default:
      return { version: 1, kind: line.kind, cost: costObject(line.cost), run: runObject(line.view) };
  }
}

const { $schema: draft, title: _run, ...run } = runJsonSchema;
const { $schema: _draft, title: _summary, ...summary } = summaryJsonSchema;
const kind = (name: string, of: Readonly<Record<string, object>>) =>
  closed({ version: { const: 1 }, kind: { const: name }, ...of });

/** Of one line. */
export const watchJsonSchema = {
  $schema: draft,
  title: 'One line of what campaign watch --format json prints',
  oneOf: [
    kind('look', { cost: costSchema, run }),
    kind('event', {
      event: {
        type: 'object',
        description: 'As in events/*.jsonl: schema/event.schema.json.',
        properties: { seq: { type: 'integer' }, at: text, event: text },
        required: ['seq', 'at', 'event'],
      },
    }),
    kind('trouble', { message: { ...text, description: 'What stands between us and the store; the run goes on.' } }),
    kind('end', { cost: costSchema, run: summary }),
    kind('left', { cost: costSchema, run }),
  ],
};
