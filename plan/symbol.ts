/**
 * Values that are not known while planning travel through texts as symbols: a name between two private-use characters,
 * equal only to itself. Users' texts cannot hold these characters (reading rejects them).
 */
const OPEN = '\u{F0000}';
const CLOSE = '\u{F0001}';

/** Stands for the run's id, which exists only once the script has started. */
export const RUN_ID = `${OPEN}run.id${CLOSE}`;

/** Stands for the value of something unset, such as a required parameter while linting. */
export function symbol(name: string): string {
  return `${OPEN}${name}${CLOSE}`;
}

/** Whether a text holds a symbol other than the run's id. */
export function isUnknown(text: string): boolean {
  return text.replaceAll(RUN_ID, '').includes(OPEN);
}

/** For people: symbols as the expressions they came from. */
export function readable(text: string): string {
  return text.replaceAll(OPEN, '${{ ').replaceAll(CLOSE, ' }}');
}
