import { quote } from '../../plan/quote.ts';
import type { RunView, StageView } from '../../run/view.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import { foldText } from '../fold-text.ts';
import { bytes, counted, span } from './amount.ts';
import { isAlive, isGood, runSign, stageSign, toldState } from './state.ts';
import { dot, ellipsis, type Style } from './style.ts';
import { clean, cut, cutMiddle, pad, textWidth } from './width.ts';

/** A stage's name as a table has room for: instances differ at their ends. Absent columns: whole. */
export function shortName(name: string, columns: number | undefined, style: Style): string {
  return columns === undefined ? name : cutMiddle(name, Math.max(8, Math.floor(columns * 0.4)), ellipsis(style));
}

export interface OverviewOptions {
  readonly style: Style;
  /** Lines of logs are cut to it; absent: nothing is cut. */
  readonly columns?: number;
  /** The `--store` that commands need to find the run again; absent: they look into the right one themselves. */
  readonly store?: string;
  /** The run's last launch on a box: it is taken up again where it ran. Absent: it ran on the machine of its files. */
  readonly launch?: LaunchRecord;
}

/** What `resume` needs to go on where a run was launched last, with a space before it; empty: no box was. */
export function whereWords(launch: Pick<LaunchRecord, 'kind' | 'instanceId'> | undefined): string {
  if (!launch) return '';
  return launch.kind === 'ec2' ? ' --on ec2' : ` --on ssm:${launch.instanceId}`;
}

/** The command that takes a run up again; one that has left no run.json that can be read is started anew under its id. */
export function againCommand(
  { runId, startedAt, unreadable }: RunView,
  { store, launch }: Pick<OverviewOptions, 'store' | 'launch'>,
): string {
  const resumable = startedAt !== undefined && !unreadable.includes('run.json');
  return `campaign ${resumable ? 'resume' : 'run --run-id'} ${runId}${whereWords(launch)}${store === undefined ? '' : ` --store ${quote(store)}`}`;
}

/** `ssb · 2026… · exit status 1 · 3 of 4 stages passed in 1m 14s`. */
export function runLine(view: RunView, style: Style): string {
  const { stages } = view;
  const passed = stages.filter(stage => stage.state === 'passed' || stage.state === 'cached').length;
  const time = view.seconds > 0 ? ` in ${span(view.seconds)}` : '';
  const { word, paint } = runSign(view, style);
  // "Complete" speaks of the store: over a run that failed it would read as praise.
  const failed = view.state === 'complete' && view.exitStatus !== undefined && view.exitStatus !== 0;
  return [
    style.colors.bold(clean(view.campaign)),
    view.runId,
    failed ? style.colors.red(`exit status ${view.exitStatus}`) : paint(word),
    ...(stages.length ? [`${passed} of ${counted(stages.length, 'stage')} passed${time}`] : []),
  ].join(dot(style));
}

/** A line for each stage; below one that did not pass, the end of its log. */
export function stageBlock(view: RunView, { style, columns }: OverviewOptions): readonly string[] {
  const width = (texts: readonly string[]) => Math.max(0, ...texts.map(textWidth));
  const names = view.stages.map(({ stage }) => shortName(clean(stage), columns, style));
  const nameWidth = width(names);
  const wordWidth = width(view.stages.map(stage => toldState(stage, view)));
  const timeWidth = width(view.stages.map(timeOf));
  const rowWidth = 4 + nameWidth + 2 + wordWidth + 2 + timeWidth;
  return view.stages.flatMap((stage, index) => {
    const sign = stageSign(stage, view, style);
    const note = noteOf(stage);
    const row = [
      `  ${sign.paint(sign.glyph)} ${pad(names[index]!, nameWidth)}`,
      sign.paint(pad(sign.word, wordWidth)),
      timeOf(stage).padStart(timeWidth),
    ].join('  ');
    // Beside the rest where it fits, else below it: a reason is never cut.
    const beside = columns === undefined || rowWidth + 2 + textWidth(note) <= columns;
    const lines = beside ? [`${row}  ${note}`.trimEnd()] : [row.trimEnd(), ...foldText('    ', note, columns)];
    const bar = style.ascii ? '    | ' : '    │ ';
    const tail = (stage.tail ?? []).map(clean).map(text => {
      const shown = columns === undefined ? text : cut(text, columns - textWidth(bar), ellipsis(style));
      return style.colors.dim(bar + shown);
    });
    return [...lines, ...tail];
  });
}

/** What keeps a run, or its records, from being whole: each a line that names the thing. */
export function troubles(view: RunView): readonly string[] {
  return [
    ...view.missing.map(what => `missing: ${clean(what)}`),
    ...(view.stopping ? [clean(`stopped before its end: ${view.stopping.detail || view.stopping.why}`)] : []),
    ...few(
      view.warnings.map(message => clean(`warning: ${message}`)),
      'warning',
    ),
    ...few(
      view.unsaved.map(({ key, error }) => clean(`not in the store: ${key}${error ? ` (${error})` : ''}`)),
      'object',
    ),
    // Their names are lost with the events of a damaged store. While a run is alive, what it owes may just be on its way.
    ...(view.unsaved.length === 0 && view.uploads.failed > 0 && !isAlive(view)
      ? [`${counted(view.uploads.failed, 'upload')} ${view.state === 'died' ? 'never made' : 'failed'}`]
      : []),
    ...view.unreadable.map(key => `unreadable record: ${clean(key)}`),
  ];
}

function few(lines: readonly string[], noun: string): readonly string[] {
  const most = 10;
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), `and ${counted(lines.length - most, `more ${noun}`)}`];
}

/** Stages whose logs are worth a look: those that did not pass and left one. */
export function toLookAt(view: RunView): readonly StageView[] {
  return view.stages.filter(stage => !isGood(stage.state) && stage.state !== 'pending' && stage.log !== undefined);
}

/** The outputs that can be fetched: one with `upload: false` stays on the machine. */
export function inStore({ outputs }: StageView): StageView['outputs'] {
  return outputs.filter(output => output.key !== null);
}

function timeOf(stage: StageView): string {
  return stage.attempt > 0 ? span(stage.seconds) : '';
}

function noteOf(stage: StageView): string {
  if (stage.state === 'running') return clean(stage.lastLine).trim();
  const attempts = stage.attempt > 1 ? [`attempt ${stage.attempt}`] : [];
  const stored = inStore(stage);
  const size = stored.reduce((sum, output) => sum + output.size, 0);
  const noun = isGood(stage.state) ? 'output' : 'partial output';
  const outputs = stored.length ? [`${counted(stored.length, noun)}, ${bytes(size)}`] : [];
  const apart = stage.notComparable === undefined ? [] : [`not comparable: ${clean(stage.notComparable)}`];
  return [...(stage.reason ? [clean(stage.reason)] : []), ...apart, ...outputs, ...attempts].join('; ');
}
