/** How quantities are written. Each function gives `undefined` for a text that is none. */

export const DURATION = '(?=\\d)(?:\\d+|(?:\\d+d)?(?:\\d+h)?(?:\\d+m)?(?:\\d+s)?)';
export const SIZE = '\\d+(?:\\.\\d+)? ?(?:[KMGT]i?B|B)?';
export const MONEY = '\\d+(?:\\.\\d+)? ?USD';
export const PRICE = `${MONEY}/h`;

const UNIT_SECONDS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const DURATION_TEXT = new RegExp(`^${DURATION}$`);

/** `90`, `30s`, `20m`, `1h30m`, `2d` → seconds. */
export function duration(text: string): number | undefined {
  if (!DURATION_TEXT.test(text)) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([dhms])/g)) {
    seconds += Number(count) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
  }
  return seconds;
}

const SIZE_TEXT = /^(\d+(?:\.\d+)?) ?(?:([KMGT])(i?)B|B)?$/;

/** `512`, `16GB`, `1.5 GiB` → bytes; KB is 1,000, KiB 1,024, a bare number bytes. */
export function size(text: string): number | undefined {
  const match = SIZE_TEXT.exec(text);
  if (!match) return undefined;
  const [, number, letter, binary] = match;
  const power = letter === undefined ? 0 : 'KMGT'.indexOf(letter) + 1;
  return Math.round(Number(number) * (binary ? 1024 : 1000) ** power);
}

const MONEY_TEXT = /^(\d+(?:\.\d+)?) ?USD$/;

/** `5 USD` → dollars. */
export function money(text: string): number | undefined {
  const number = MONEY_TEXT.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** `0.357 USD/h` → dollars an hour. */
export function price(text: string): number | undefined {
  return text.endsWith('/h') ? money(text.slice(0, -2)) : undefined;
}
