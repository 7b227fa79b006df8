import type { ItemName } from '../../compare/comparison.ts';
import { clean } from '../run/width.ts';

export interface Labels {
  /** In the order of the items: what tells one from the others; no two are equal unless the items are. */
  readonly labels: readonly string[];
  /** What all of them share and the labels leave out: `stage bench, file times.csv, measure seconds`; may be empty. */
  readonly shared: string;
}

/** Names of items without what all of them have in common. */
export function labelled(items: readonly ItemName[]): Labels {
  const differs = (part: keyof ItemName) => new Set(items.map(item => item[part])).size > 1;
  const nameless = items.some(({ item }) => item === '');
  const parts = (['stage', 'file', 'item', 'measure'] as const).filter(
    part => differs(part) || part === 'item' || (nameless && part === 'file'),
  );
  const files = shortened(items.map(({ file }) => file));
  const labels = items.map((item, index) =>
    clean(
      parts
        .map(part => (part === 'file' ? files[index]! : item[part]))
        .filter(Boolean)
        .join(' '),
    ),
  );
  const [first] = items;
  const told = (['stage', 'file', 'measure'] as const).filter(part => !parts.includes(part));
  const shared = first === undefined ? '' : told.map(part => `${part} ${clean(first[part])}`).join(', ');
  return { labels, shared };
}

/** Paths without the directories that all of them begin with. */
function shortened(paths: readonly string[]): string[] {
  const split = paths.map(path => path.split('/'));
  const [first] = split;
  if (first === undefined || new Set(paths).size < 2) return [...paths];
  let same = 0;
  while (split.every(names => names.length > same + 1 && names[same] === first[same])) same++;
  return split.map(names => names.slice(same).join('/'));
}

/** An item where it stands alone, in full. */
export function fullName({ stage, file, item, measure }: ItemName): string {
  return clean([stage, file, item, measure].filter(Boolean).join(' '));
}
