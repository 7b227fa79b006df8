import type { Parameters } from '../call.ts';
import { Failure } from '../failure.ts';
import { groups, number, text, texts } from '../query.ts';
import type { Tags } from '../world.ts';

/** What every Describe action takes beside its own. */
export const describing = {
  DryRun: 'flag',
  Filter: [{ Name: 'text!', Value: ['text'] }],
  MaxResults: 'number',
  NextToken: 'text',
} as const;

/** What filters can ask an item for, by the name of the filter. */
export type Facts = Readonly<Record<string, readonly string[] | string | undefined>>;

/** Those that every filter lets pass: one of its values each, `*` and `?` as in a shell; tags by `tag:KEY` and `tag-key`. */
export function filtered<T>(
  items: readonly T[],
  parameters: Parameters,
  factsOf: (item: T) => Facts,
  tagsOf: (item: T) => Tags = () => new Map(),
): readonly T[] {
  const filters = groups(parameters, 'Filter').map(each => ({
    name: text(each, 'Name')!,
    values: texts(each, 'Value'),
  }));
  return items.filter(item => {
    const facts = factsOf(item);
    const tags = tagsOf(item);
    return filters.every(({ name, values }) => {
      const found = name.startsWith('tag:')
        ? [tags.get(name.slice(4))]
        : name === 'tag-key'
          ? [...tags.keys()]
          : [facts[name]].flat();
      return found.some(each => each !== undefined && values.some(value => pattern(value).test(each)));
    });
  });
}

/** Filters that an action does not know are refused, also where there is nothing to filter. */
export function checkFilters(parameters: Parameters, known: readonly string[]): void {
  for (const each of groups(parameters, 'Filter')) {
    const name = text(each, 'Name')!;
    if (!known.includes(name) && !name.startsWith('tag:') && name !== 'tag-key')
      throw new Failure('InvalidParameterValue', `The filter '${name}' is invalid`);
    if (texts(each, 'Value').length === 0)
      throw new Failure('InvalidParameterValue', `The filter '${name}' has no values`);
  }
}

function pattern(value: string): RegExp {
  const source = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

/** A page of items, and the token of the next. `most`: what a page holds where the call does not say, all where absent. */
export function page<T>(
  items: readonly T[],
  parameters: Parameters,
  most?: number,
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const token = text(parameters, 'NextToken');
  const asked = number(parameters, 'MaxResults');
  if (asked !== undefined && (asked < 5 || asked > 1000))
    throw new Failure(
      'InvalidParameterValue',
      `Value ( ${asked} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  const from = token === undefined ? 0 : Number(/^page-(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1]);
  if (Number.isNaN(from)) throw new Failure('InvalidNextToken', 'The specified pagination token is not valid');
  const to = from + (asked ?? most ?? items.length);
  const next = to < items.length ? { nextToken: Buffer.from(`page-${to}`).toString('base64') } : {};
  return { items: items.slice(from, to), ...next };
}

export function tagSet(tags: Tags): readonly { key: string; value: string }[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}
