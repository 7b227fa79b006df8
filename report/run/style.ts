/** The colours a report may use; `createColors()` of picocolors is one. Plain: each gives its text back. */
export interface Colors {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

export interface Style {
  readonly colors: Colors;
  /** Only characters that any terminal and any log viewer can show. */
  readonly ascii?: boolean;
}

const same = (text: string) => text;

/** No colours, for pipes and NO_COLOR. */
export const plain: Colors = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

/** What stands between items of a line. */
export function dot(style: Style): string {
  return style.ascii ? ' - ' : ' · ';
}

/** What stands where text was cut. */
export function ellipsis(style: Style): string {
  return style.ascii ? '...' : '…';
}
