import type { RunView, StageView } from '../../run/view.ts';
import { bytes, clock, counted } from './amount.ts';
import { shortName } from './overview.ts';
import { isGood, stageSign, toldState } from './state.ts';
import { dot, ellipsis, type Style } from './style.ts';
import { clean, cut, pad, textWidth } from './width.ts';

export interface TableOptions {
  /** Of the terminal. No line is wider, and there are fewer lines than rows, so that the cursor stays below them. */
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
  /** More for the footer, such as what the run has cost so far. */
  readonly facts?: readonly string[];
  /** A last line, such as what a Ctrl-C has come to; it is the last to give way. */
  readonly notice?: string;
}

/** The live table of a run, to be repainted in place: a line for the run, one for each stage, a footer. */
export function liveTable(view: RunView, options: TableOptions): readonly string[] {
  const { columns, rows, style } = options;
  const mark = ellipsis(style);
  const title = cut([view.campaign, view.runId].filter(Boolean).map(clean).join(dot(style)), columns, mark);
  const notice = options.notice === undefined ? [] : [style.colors.yellow(cut(clean(options.notice), columns, mark))];
  const footer = [...wrap([...footerItems(view), ...(options.facts ?? []).map(clean)], columns, style), ...notice];
  // In a window too small for all three, the title goes first, then the stages, then the beginning of the footer.
  const room = rows - 1 - footer.length;
  const titled = room > 1;
  const stages = stageRows(view, room - (titled ? 1 : 0), options);
  const lines = [...(titled ? [style.colors.bold(title)] : []), ...stages, ...footer];
  return lines.slice(Math.max(0, lines.length - Math.max(0, rows - 1)));
}

function stageRows(view: RunView, room: number, options: TableOptions): readonly string[] {
  if (room <= 0) return [];
  const shown = chosen(view.stages, room);
  const lines = stageLines(view, shown, options);
  if (shown.length === view.stages.length) return withTails(shown, lines, room - lines.length, options);
  const counts = new Map<string, number>();
  for (const stage of view.stages)
    if (!shown.includes(stage)) {
      const state = toldState(stage, view);
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
  const rest = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  const mark = ellipsis(options.style);
  return [...lines, options.style.colors.dim(cut(`${mark} ${rest}`, options.columns, mark))];
}

/** Lines of its log that one stage may show. */
const tailLines = 5;

/** Below each stage that runs, and whose tail is known, its last lines, as far as there is room for them. */
function withTails(
  stages: readonly StageView[],
  rows: readonly string[],
  room: number,
  { columns, style }: TableOptions,
): readonly string[] {
  const tails = stages.filter(isTailed).length;
  const each = tails === 0 ? 0 : Math.min(tailLines, Math.floor(room / tails));
  if (each === 0) return rows;
  const bar = style.ascii ? '  | ' : '  │ ';
  return stages.flatMap((stage, index) => {
    const lines = isTailed(stage) ? stage.tail!.slice(-each) : [];
    const shown = lines.map(line =>
      style.colors.dim(bar + cut(clean(line), columns - textWidth(bar), ellipsis(style))),
    );
    return [rows[index]!, ...shown];
  });
}

function isTailed({ state, tail }: StageView): boolean {
  return state === 'running' && tail !== undefined && tail.length > 1;
}

/** What fits, in plan order, with a line left for the rest: first what runs, then what went wrong, what comes, what just ended. */
function chosen(stages: readonly StageView[], room: number): readonly StageView[] {
  if (stages.length <= room) return stages;
  const rank = ({ state }: StageView) => (state === 'running' ? 0 : state === 'pending' ? 2 : isGood(state) ? 3 : 1);
  const order = (a: number, b: number) => {
    const [first, second] = [stages[a]!, stages[b]!];
    return rank(first) - rank(second) || (rank(first) === 3 ? b - a : a - b);
  };
  const kept = new Set([...stages.keys()].sort(order).slice(0, room - 1));
  return stages.filter((_, index) => kept.has(index));
}

interface Cell {
  readonly text: string;
  readonly paint: (text: string) => string;
}

/** Columns below which a note says nothing. */
const noteWidth = 12;

function stageLines(view: RunView, stages: readonly StageView[], { columns, style }: TableOptions): readonly string[] {
  const mark = ellipsis(style);
  const names = stages.map(({ stage }) => shortName(clean(stage), columns, style));
  const signs = stages.map(stage => stageSign(stage, view, style));
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(textWidth));
  const nameWidth = widest(names);
  const wordWidth = widest(signs.map(sign => sign.word));
  const full = stages.map(timeOf);
  const short = stages.map(stage => (timeOf(stage) ? clock(stage.seconds) : ''));
  // The more there is to see, the sooner the rest gives way: the timeout first, then the word (the sign tells it too).
  const needed = (times: readonly string[], words: number) => 2 + nameWidth + 2 + words + 2 + widest(times);
  const times = needed(full, wordWidth) + noteWidth + 2 <= columns || needed(short, wordWidth) > columns ? full : short;
  const worded = needed(times, wordWidth) <= columns;
  const timeWidth = widest(times);
  return stages.map((stage, index) => {
    const sign = signs[index]!;
    const plain = (text: string) => text;
    const cells: Cell[] = [
      { text: `${sign.glyph} `, paint: sign.paint },
      { text: pad(names[index]!, nameWidth), paint: plain },
      ...(worded ? [{ text: `  ${pad(sign.word, wordWidth)}`, paint: sign.paint }] : []),
      { text: `  ${times[index]!.padStart(timeWidth)}`, paint: plain },
    ];
    const used = cells.reduce((sum, cell) => sum + textWidth(cell.text), 0);
    const note = noteOf(stage);
    if (note && columns - used >= noteWidth + 2)
      cells.push({ text: `  ${cut(note, columns - used - 2, mark)}`, paint: style.colors.dim });
    return paintCells(cells, columns, mark);
  });
}

/** Colours are put on last: what is measured and cut holds none. */
function paintCells(cells: readonly Cell[], columns: number, mark: string): string {
  let line = '';
  let left = columns;
  const texts = cells.map(cell => cell.text);
  const end = texts.findLastIndex(text => text.trim());
  for (const [index, cell] of cells.slice(0, end + 1).entries()) {
    const text = index === end ? cut(cell.text.trimEnd(), left, mark) : cut(cell.text, left, mark);
    if (text) line += cell.paint(text);
    left -= textWidth(text);
  }
  return line;
}

function timeOf(stage: StageView): string {
  if (stage.state === 'running' && stage.timeoutSeconds > 0)
    return `${clock(stage.seconds)} / ${clock(stage.timeoutSeconds)}`;
  return stage.attempt > 0 ? clock(stage.seconds) : '';
}

function noteOf(stage: StageView): string {
  if (stage.state !== 'running') return clean(stage.reason);
  const attempt = stage.attempt > 1 ? `attempt ${stage.attempt}: ` : '';
  return attempt + clean(stage.lastLine).trim();
}

function footerItems(view: RunView): readonly string[] {
  const items: string[] = [];
  if (view.stopping) items.push(clean(`stopping: ${view.stopping.detail || view.stopping.why}`));
  else if (view.state === 'starting') items.push('starting');
  else if (view.phase && view.phase !== 'running') items.push(view.phase);
  items.push(`elapsed ${clock(view.seconds)}${atMost(view)}`);
  if (view.saved) items.push(`saved ${clockAge(view.saved.secondsAgo)} ago, ${bytes(view.saved.bytes)}`);
  else if (view.state !== 'starting') items.push('nothing saved yet');
  const { done } = view.uploads;
  // What the table counts as failed may just be on its way: only an upload that was tried is one.
  const failed = view.unsaved.length;
  if (done || failed) items.push(counted(done, 'upload') + (failed ? `, ${failed} failed` : ''));
  return items;
}

function atMost({ wallSeconds, worstSeconds }: RunView): string {
  const bounds = [wallSeconds, worstSeconds].filter(seconds => seconds !== undefined);
  return bounds.length ? ` of at most ${clock(Math.min(...bounds))}` : '';
}

function clockAge(seconds: number): string {
  return seconds < 100 ? `${Math.floor(seconds)} s` : clock(seconds);
}

/** Items side by side where they fit, else below one another. */
function wrap(items: readonly string[], columns: number, style: Style): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    const joined = last === undefined ? item : last + dot(style) + item;
    if (last !== undefined && textWidth(joined) <= columns) lines[lines.length - 1] = joined;
    else lines.push(cut(item, columns, ellipsis(style)));
  }
  return lines.map(style.colors.dim);
}
