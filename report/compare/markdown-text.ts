import { clean } from '../run/width.ts';

/** Longer names are cut in their middle: a table of them would be all that fits. */
const longest = 160;

/** Foreign text as code: it formats nothing, mentions nobody and ends no cell. */
export function code(text: string): string {
  const shown = clean(shortened(text)).trim();
  if (shown === '') return '';
  // Backslashes, backticks and pipes have no spelling inside backticks that all renderers of tables agree on.
  return /^[^`|\\]+$/.test(shown) ? `\`${shown}\`` : `<code>${entities(shown)}</code>`;
}

/** Text that may hold foreign words, as prose. */
export function prose(text: string): string {
  return (
    clean(text)
      // Brackets make no link and colons no picture, unless something stands right behind them.
      .replace(/[&<>`*_\\|~$]|\](?=[([:])|\[(?=\^)|:(?=\S)/g, entity)
      // Entities would not do here: names and numbers are looked for in what was rendered. A word joiner parts them from their sign.
      .replace(/@|(?<!&)#/g, '$&&#8288;')
  );
}

/** Letters, not columns: nobody lines these up, and counting columns of long texts takes long. */
function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest / 2)}…${text.slice(1 - longest / 2)}`;
}

function entity(letter: string): string {
  return `&#${letter.charCodeAt(0)};`;
}

function entities(text: string): string {
  return text.replace(/[&<>`*_[\]\\|~@#$:^]/g, entity);
}
