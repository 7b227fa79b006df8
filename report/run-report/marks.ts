import { escaped } from '../page/escaped.ts';
import { signOf, type Told } from '../run/state.ts';

const classes = { green: 'good', red: 'bad', yellow: 'warn', cyan: 'live', dim: 'none', bold: 'none' } as const;

/** The class that gives a state its colour. */
export function classOf(state: Told): string {
  return classes[signOf(state).color];
}

/** The sign of a state for the eye; the word stands beside it. */
export function signMark(state: Told): string {
  return `<span class="sign ${classOf(state)}" aria-hidden="true">${signOf(state).glyph}</span>`;
}

/** Sign and word. */
export function stateMark(state: Told): string {
  return `${signMark(state)} <b class="${classOf(state)}">${state}</b>`;
}

/** Whether the stage was on its way or done, and did not end well. */
export function wentWrong(state: Told): boolean {
  return ['failed', 'timed-out', 'killed', 'incomplete', 'interrupted', 'cut off'].includes(state);
}

/** A moment as `02:40:33`, UTC, with its date where that is not `day`, and with the whole of it for machines. */
export function timeMark(at: string, day?: string): string {
  const value = escaped(at);
  const date = value.slice(0, 10);
  return `<time datetime="${value}">${day === undefined || day === date ? '' : `${date} `}${value.slice(11, 19)}</time>`;
}

export const momentSigns = { bad: '▲', warn: '◆', note: '•' } as const;
