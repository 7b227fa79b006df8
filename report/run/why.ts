import type { Cost } from '../../run/cost.ts';
import type { Diagnosis } from '../../run/diagnosis.ts';
import type { Kept } from '../../run/recall-findings.ts';
import type { RunView } from '../../run/view.ts';
import { foldText } from '../fold-text.ts';
import { bytes, counted, dollars, span } from './amount.ts';
import { costObject, costSchema, costSentence } from './cost.ts';
import { closed, text } from './json-schema.ts';
import { type OverviewOptions, runLine } from './overview.ts';
import { ellipsis } from './style.ts';
import { causeSentence, evidenceLine, list } from './why-words.ts';
import { clean, cut, textWidth } from './width.ts';

/** What `campaign why` tells. */
export interface Why {
  readonly view: RunView;
  readonly diagnosis: Diagnosis;
  readonly kept: Kept;
  readonly cost: Cost;
  /** Of what a resumed run does again: seconds at the most, and US dollars where the price is known. */
  readonly again: { readonly worstSeconds: number; readonly worstUsd?: number };
  /** What to type next. */
  readonly next: string;
  /** The end of what the box has written to its console, of a run that has not begun. */
  readonly console: readonly string[];
}

/** Lines of a screen, the prompt below them. */
const screen = 23;

/** One screen: cause, evidence, what survived, what it cost, the command that goes on. Only a long cause makes it longer. */
export function whyText(why: Why, options: OverviewOptions): string {
  const { style, columns } = options;
  const { colors } = style;
  const { view, diagnosis, kept } = why;
  const { cause, also, evidence, again } = diagnosis;
  const block = (name: string, said: string) => foldText(`${name.padEnd(9)} `, said, columns);
  const fine = cause.kind === 'well' || cause.kind === 'running' || cause.kind === 'starting';
  const paint = fine ? colors.green : colors.red;
  const head = [runLine(view, style), '', ...block('Cause', causeSentence(cause)).map(line => paint(line))];
  const shownAlso = also.slice(0, 3).flatMap(each => block('Also', causeSentence(each)));
  if (also.length > 3) shownAlso.push(`${' '.repeat(10)}and ${also.length - 3} more: campaign status ${view.runId}`);
  const said = evidenceLine(evidence);
  const facts = said === '' ? [] : block('Evidence', said);
  const tailed = evidence.stage?.tail ?? (evidence.stage ? [] : why.console);
  const rest = [
    ...block('Survived', survived(view, kept)),
    ...(view.place === undefined ? [] : [`${' '.repeat(10)}${view.place}`]),
    ...block('Cost', costSentence(why.cost)),
    ...(fine || again.length === 0 ? [] : block('Again', againText(why))),
    ...block('Next', why.next),
    ...(mends(cause) ? [`${' '.repeat(10)}mended: ${why.next} campaign.yaml`] : []),
  ];
  const room = Math.max(3, screen - head.length - shownAlso.length - facts.length - rest.length - 1);
  const bar = style.ascii ? '    | ' : '    │ ';
  const lines = tailed.slice(-room).map(line => {
    const shown = clean(line);
    return colors.dim(bar + (columns === undefined ? shown : cut(shown, columns - textWidth(bar), ellipsis(style))));
  });
  return `${[...head, ...shownAlso, ...facts, ...lines, '', ...rest].join('\n')}\n`;
}

/** Whether the same once more would very likely end the same way. */
function mends({ kind }: Diagnosis['cause']): boolean {
  return kind === 'stage' || kind === 'blocked' || kind === 'preflight' || kind === 'limit';
}

function survived({ stages }: RunView, { objects, bytes: size, partial }: Kept): string {
  if (objects === 0) return 'nothing';
  const passed = stages.filter(({ state }) => state === 'passed' || state === 'cached');
  const seconds = passed.reduce((sum, stage) => sum + stage.seconds, 0);
  const work =
    passed.length > 0 ? `${passed.length} of ${counted(stages.length, 'stage')}, ${span(seconds)} of work` : 'no stage';
  const partly = partial > 0 ? `, ${partial} of them partial` : '';
  return `${work}; ${counted(objects, 'object')}, ${bytes(size)}${partly}`;
}

function againText({ diagnosis, again }: Why): string {
  const price = again.worstUsd === undefined ? '' : `, ${dollars(again.worstUsd)}`;
  return `${list(diagnosis.again.map(({ stage }) => stage))}: at most ${span(again.worstSeconds)}${price}`;
}

/** What `campaign why --format json` prints. */
export function whyObject({ view, diagnosis, kept, cost, again, next, console }: Why) {
  const { cause, also, evidence } = diagnosis;
  const { stage, result } = evidence;
  const causeObject = (each: typeof cause) => ({
    kind: each.kind,
    stage: 'stage' in each ? each.stage : null,
    how: each.kind === 'stage' ? each.how : null,
    text: causeSentence(each),
  });
  return {
    version: 1,
    campaign: view.campaign,
    runId: view.runId,
    state: view.state,
    exitStatus: view.exitStatus ?? null,
    cause: causeObject(cause),
    also: also.map(causeObject),
    evidence: {
      at: evidence.at ?? null,
      stage: stage?.stage ?? null,
      attempt: stage?.attempt ?? null,
      seconds: stage?.seconds ?? null,
      limitSeconds: stage?.timeoutSeconds ?? null,
      exitCode: result?.exitCode ?? null,
      signal: result?.signal ?? null,
      maxMemoryBytes: result?.resources?.maxMemoryBytes ?? null,
      log: stage?.log ?? null,
      lines: stage ? (stage.tail ?? []) : console,
    },
    survived: {
      passed: view.stages.filter(({ state }) => state === 'passed' || state === 'cached').length,
      stages: view.stages.length,
      ...kept,
      results: view.place ?? null,
    },
    cost: costObject(cost),
    again: {
      stages: diagnosis.again.map(each => each.stage),
      worstSeconds: again.worstSeconds,
      worstUsd: again.worstUsd ?? null,
    },
    next,
  };
}

const kinds: Readonly<Record<Diagnosis['cause']['kind'], true>> = {
  ...{
    well: true,
    starting: true,
    running: true,
    preflight: true,
    stage: true,
    blocked: true,
    limit: true,
    spot: true,
  },
  ...{ stopped: true, watchdog: true, lost: true, 'never-began': true, unsaved: true, unexplained: true },
};
const orNull = (type: string) => ({ type: [type, 'null'] });
const whole = { type: 'integer', minimum: 0 };
const cause = closed({
  kind: { enum: Object.keys(kinds) },
  stage: orNull('string'),
  how: {
    enum: ['exit', 'signal', 'timeout', 'memory', 'disk', 'expectation', null],
    description: 'Of a stage: by what it did not pass.',
  },
  text,
});

/** Its JSON Schema (2020-12). */
export const whyJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Why a run stands as it does',
  ...closed({
    version: { const: 1 },
    campaign: text,
    runId: text,
    state: { enum: ['starting', 'running', 'complete', 'incomplete', 'died'] },
    exitStatus: orNull('integer'),
    cause,
    also: { type: 'array', items: cause, description: 'What went wrong on its own beside it, the earliest first.' },
    evidence: closed({
      at: orNull('string'),
      stage: orNull('string'),
      attempt: orNull('integer'),
      seconds: orNull('number'),
      limitSeconds: orNull('number'),
      exitCode: orNull('integer'),
      signal: orNull('string'),
      maxMemoryBytes: orNull('integer'),
      log: orNull('string'),
      lines: {
        type: 'array',
        items: text,
        description: 'The end of the log of the stage, or of the console of the box.',
      },
    }),
    survived: closed({
      passed: whole,
      stages: whole,
      objects: whole,
      bytes: whole,
      partial: whole,
      results: orNull('string'),
    }),
    cost: costSchema,
    again: closed({
      stages: { type: 'array', items: text },
      worstSeconds: { type: 'number', minimum: 0 },
      worstUsd: orNull('number'),
    }),
    next: { ...text, description: 'The command that goes on.' },
  }),
};
