import { quote } from '../../plan/quote.ts';
import type { Cost } from '../../run/cost.ts';
import type { RunEnd, RunPaths } from '../../run/run.ts';
import type { RunView } from '../../run/view.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import { costSentence } from './cost.ts';
import { inStore, type OverviewOptions, runLine, stageBlock, toLookAt, troubles, whereWords } from './overview.ts';
import { endMeaning, isAlive, isGood } from './state.ts';
import { clean } from './width.ts';

export interface SummaryOptions extends OverviewOptions {
  /** Absent: nothing is said of it. */
  readonly cost?: Cost;
}

/** What a run came to: its stages, why some did not pass, where everything is, and what to do next. */
export function summary(end: RunEnd, options: SummaryOptions): string {
  const { view } = end;
  const { colors } = options.style;
  const blocks: (readonly string[])[] = [[runLine(view, options.style)]];
  if (view.stages.length) blocks.push(stageBlock(view, options));
  const found = [...troubles(view), ...unsaid(end)];
  if (found.length) blocks.push(found.map(line => colors.yellow(`  ${line}`)));
  if (!end.begun || view.state === 'died') {
    const printed = end.printed.map(line => `    ${clean(line)}`);
    if (printed.length) blocks.push([end.paths.box ? '  its console ends with' : '  the script printed', ...printed]);
  }
  blocks.push(where(end, options), next(end, options));
  const left = end.left ?? [];
  if (left.length)
    blocks.push([
      colors.red('Still there, and paid for'),
      ...left.map(what => `  ${clean(what)}`),
      `  end it: campaign sweep${storeWords(options)}`,
    ]);
  const color = end.exitStatus === 0 ? colors.green : colors.red;
  blocks.push([color(`Exit status ${end.exitStatus}: ${endMeaning(end)}`)]);
  return `${blocks
    .filter(block => block.length)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`;
}

/** How to come back to a run that goes on without this command. */
export function leftRunning(paths: RunPaths, options: Pick<OverviewOptions, 'store'> = {}): string {
  const store = storeWords(options);
  const words = [
    ['watch', 'to come back to it'],
    ['status', 'how it stands'],
    ['logs -f', 'what its stages print'],
  ] as const;
  const commands = words.map(([command, meaning]) => [`campaign ${command} ${paths.runId}${store}`, meaning] as const);
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    `${paths.runId} goes on without this command.`,
    ...commands.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`),
    `  results go to ${paths.place}`,
    ...(paths.box ? [`  it runs on ${boxText(paths.box)}`] : []),
    '',
  ].join('\n');
}

/** `i-0abc in us-east-2, spot`. */
function boxText({ instanceId, region, market }: LaunchRecord): string {
  return `${instanceId ?? 'unknown'} in ${region}${market === undefined ? '' : `, ${market}`}`;
}

function storeWords({ store }: Pick<OverviewOptions, 'store'>): string {
  return store === undefined ? '' : ` --store ${quote(store)}`;
}

function unsaid({ killedBy, view, lost }: RunEnd): readonly string[] {
  if (lost !== undefined) return [clean(lost)];
  if (killedBy === undefined || view.phase === 'ended') return [];
  return [`the script was ended by signal ${killedBy}; what had been saved by then is in the store`];
}

function where({ view, paths }: RunEnd, { cost }: SummaryOptions): readonly string[] {
  const whole = view.state === 'complete' ? 'all the run has is there' : 'what was saved is there';
  return [
    'Where it is',
    `  results    ${view.place ?? paths.place} (${whole})`,
    ...(view.stages.some(stage => inStore(stage).length)
      ? [`  outputs    ${join(paths.place, 'stages/<stage>/outputs')}`]
      : []),
    ...toLookAt(view).map(stage => `  log        ${stage.log} (${clean(stage.stage)})`),
    ...(paths.live ? [`  live files ${paths.live.directory}`] : []),
    ...(paths.box ? [`  box        ${boxText(paths.box)}`] : []),
    ...(cost && cost.kind !== 'none' ? [`  cost       ${costSentence(cost)}`] : []),
  ];
}

function next(end: RunEnd, options: OverviewOptions): readonly string[] {
  const { view } = end;
  if (isAlive(view))
    return [
      'To look further',
      `  campaign status ${view.runId}${storeWords(options)}`,
      `  campaign logs -f ${view.runId}${storeWords(options)}`,
    ];
  const looks = toLookAt(view).slice(0, 3);
  const logs = looks.map(stage => `  campaign logs ${view.runId} ${quote(stage.stage)}${storeWords(options)}`);
  const again = wantsAgain(view)
    ? [
        'To run again what did not pass',
        `  campaign resume ${view.runId}${whereWords(end.paths.box)}${storeWords(options)}`,
      ]
    : [];
  if (logs.length) return ['To look further', ...logs, ...again];
  if (again.length) return again;
  // Without the words nobody would find it again.
  return options.store === undefined
    ? []
    : ['To look further', `  campaign status ${view.runId}${storeWords(options)}`];
}

/** A run of which something is left to do. */
function wantsAgain({ state, stages, missing }: RunView): boolean {
  return (
    state !== 'starting' && state !== 'running' && (missing.length > 0 || stages.some(stage => !isGood(stage.state)))
  );
}

function join(folder: string, key: string): string {
  return folder.endsWith('/') ? folder + key : `${folder}/${key}`;
}
