import type { Campaign } from '../schema/model.ts';

/** The parameters among `names` that something of the campaign other than its store is made of. */
export function usedBesideStore(names: readonly string[], campaign: Campaign): readonly string[] {
  const { repository, machine, limits, prebuilt, env, secrets, stages, hosts } = campaign;
  const texts: string[] = [];
  gather([repository, machine, limits, prebuilt, env, secrets, stages, hosts], texts, new Set());
  return names.filter(name => texts.some(text => mentions(text, name)));
}

/** Every text as it is written: templates and conditions carry theirs as `text`. */
function gather(value: unknown, texts: string[], seen: Set<unknown>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if ('text' in value && typeof value.text === 'string') texts.push(value.text);
  // The names in a map are the user's own.
  const parts =
    value instanceof Map
      ? value.values()
      : Object.entries(value).flatMap(([key, one]) => (positions.has(key) ? [] : [one]));
  for (const one of parts) gather(one, texts, seen);
}

/** Where a text stands, not what it says. */
const positions: ReadonlySet<string> = new Set(['place', 'node', 'source']);

function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(`params.${name}`); at >= 0; at = text.indexOf(`params.${name}`, at + 1))
    if (!/[\w-]/.test(text[at + 'params.'.length + name.length] ?? '')) return true;
  return false;
}
