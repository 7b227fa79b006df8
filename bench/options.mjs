import { parseArgs } from 'node:util';

/** The command line as `{ name: kind }` says, every option required: `text`, `count` (a whole number from 1) or `amount` (from 0). */
export function options(kinds) {
  const { values } = parseArgs({
    options: Object.fromEntries(Object.keys(kinds).map(name => [name, { type: 'string' }])),
  });
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => {
      const text = values[name];
      if (text === undefined || text === '') throw new Error(`--${name} is missing`);
      if (kind === 'text') return [name, text];
      const number = Number(text);
      if (!Number.isSafeInteger(number) || number < (kind === 'count' ? 1 : 0)) {
        throw new Error(`--${name} is a whole number from ${kind === 'count' ? 1 : 0}, not ${text}`);
      }
      return [name, number];
    }),
  );
}
