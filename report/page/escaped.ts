import { clean } from '../run/width.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Foreign text as it may stand in a page, in an attribute too: no markup, nothing that recolours or reorders what is around it. */
export function escaped(text: string): string {
  return clean(text).replace(/[&<>"']/g, letter => entities[letter]!);
}

/** A foreign name whose own direction of writing must not move its neighbours. */
export function named(text: string): string {
  return `<bdi>${escaped(text)}</bdi>`;
}
