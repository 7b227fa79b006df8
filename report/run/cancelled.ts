import { quote } from '../../plan/quote.ts';
import type { RunView } from '../../run/view.ts';
import { counted } from './amount.ts';
import { runObject } from './json.ts';
import { closed, runJsonSchema, text } from './json-schema.ts';
import { againCommand, type OverviewOptions, troubles } from './overview.ts';
import { clean } from './width.ts';

/** What a cancelling came to. */
export interface Cancelled {
  /**
   * `stopped`: it has saved what there is, and ended. `over`: it had ended by itself. `dead`: it had died, or died meanwhile. `asked`: it
   * has been asked, and nobody has waited for its end.
   */
  readonly outcome: 'stopped' | 'over' | 'dead' | 'asked';
  readonly view: RunView;
  /** Why it counts as dead, where it died while it was waited for. */
  readonly lost?: string;
  /** What is in EC2 of it that should be gone; absent: EC2 was not asked, or did not tell. */
  readonly left?: readonly string[];
}

export function cancelledText({ outcome, view, lost, left }: Cancelled, options: OverviewOptions): string {
  const { colors } = options.style;
  const store = options.store === undefined ? '' : ` --store ${quote(options.store)}`;
  const passed = view.stages.filter(({ state }) => state === 'passed' || state === 'cached').length;
  const kept = view.stages.length > 0 ? `: ${passed} of ${counted(view.stages.length, 'stage')} passed` : '';
  const exit = view.exitStatus === undefined ? '' : `, exit status ${view.exitStatus}`;
  const again = `  take it up again: ${againCommand(view, options)}`;
  const lines: Readonly<Record<Cancelled['outcome'], readonly string[]>> = {
    stopped: [`${view.runId} is stopped${kept}`, again],
    over: [`${view.runId} is over already: ${view.state}${exit}`],
    dead: [`${view.runId} is dead${lost === undefined ? '' : `: ${clean(lost)}`}; there is nothing to stop`, again],
    asked: [`${view.runId} has been asked to stop and save`, `  see it end: campaign watch ${view.runId}${store}`],
  };
  const place = view.place === undefined ? [] : [`  ${whole(view)} in ${view.place}`];
  const found = outcome === 'asked' ? [] : troubles(view).map(line => colors.yellow(`  ${line}`));
  const things = left?.length
    ? [
        colors.red('Still there, and paid for'),
        ...left.map(what => `  ${clean(what)}`),
        `  end it: campaign sweep ${view.runId}${store}`,
      ]
    : [];
  const [first, ...rest] = lines[outcome];
  return `${[first, ...found, ...place, ...rest, ...things].join('\n')}\n`;
}

function whole({ state }: RunView): string {
  return state === 'complete' ? 'all it has is' : 'what it saved is';
}

/** What `campaign cancel --format json` prints. */
export function cancelledObject({ outcome, view, lost, left }: Cancelled) {
  return { version: 1, outcome, lost: lost ?? null, left: left ?? null, run: runObject(view) };
}

const { $schema: draft, title: _, ...run } = runJsonSchema;

/** Its JSON Schema (2020-12). */
export const cancelledJsonSchema = {
  $schema: draft,
  title: 'What a cancelling came to',
  ...closed({
    version: { const: 1 },
    outcome: { enum: ['stopped', 'over', 'dead', 'asked'] },
    lost: { ...text, type: ['string', 'null'], description: 'Why the run counts as dead.' },
    left: {
      type: ['array', 'null'],
      items: text,
      description: 'What is in EC2 of the run that should be gone; `null`: EC2 was not asked, or did not tell.',
    },
    run,
  }),
};
