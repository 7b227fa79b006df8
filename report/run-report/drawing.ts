/** A part of the width of a timeline, as SVG writes it: a drawing grows with its window, and its letters do not. */
export function percent(part: number): string {
  return `${Number((part * 100).toFixed(3))}%`;
}

/** UTC, as `09:15:00`. */
export function clockOf(time: number): string {
  return new Date(time).toISOString().slice(11, 19);
}

/** A row of the timeline: what it is about, what is drawn on the clock, and a figure. `height` in pixels; absent: as a stage has it. */
export function row(kind: string, who: string, drawn: string, took: string, height?: number): string {
  const label = who.startsWith('<a') ? who : `<span class="who">${who}</span>`;
  return `<div class="row ${kind}">${label}<svg class="track" width="100%"${height === undefined ? '' : ` height="${height}"`}>${drawn}</svg><span class="took">${took}</span></div>`;
}
