import type { Cost } from '../../run/cost.ts';
import type { RunView } from '../../run/view.ts';
import { bytes, counted, span } from './amount.ts';
import { costSentence } from './cost.ts';
import { againCommand, type OverviewOptions, runLine, stageBlock, troubles } from './overview.ts';

/** How a run stands, from its records. */
export function statusText(view: RunView, options: OverviewOptions & { readonly cost?: Cost }): string {
  const { colors } = options.style;
  const blocks: (readonly string[])[] = [[runLine(view, options.style)]];
  if (view.stages.length) blocks.push(stageBlock(view, options));
  const found = troubles(view);
  if (found.length) blocks.push(found.map(line => colors.yellow(`  ${line}`)));
  const facts: string[] = [];
  if (view.startedAt) facts.push(`  started    ${view.startedAt}`);
  if (view.saved)
    facts.push(
      `  saved      ${span(view.saved.secondsAgo)} ago, ${bytes(view.saved.bytes)}, ${counted(view.uploads.done, 'upload')}`,
    );
  if (options.cost && options.cost.kind !== 'none') facts.push(`  cost       ${costSentence(options.cost)}`);
  if (view.exitStatus !== undefined) facts.push(`  exit       ${view.exitStatus}`);
  if (view.place) facts.push(`  results    ${view.place}`);
  if (view.state === 'died')
    facts.push(
      '  it shows no sign of life and has left no mark of an end; what it saved is there',
      `  to take it up again: ${againCommand(view, options)}`,
    );
  blocks.push(facts);
  return `${blocks
    .filter(block => block.length)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`;
}
