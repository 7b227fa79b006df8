import type { Action, Output } from '../call.ts';
import type { Failure } from '../failure.ts';
import { texts } from '../query.ts';
import { checkFilters, describing, type Facts, filtered, page } from './filter.ts';

/** A list that never changes: its wire name, the parameter that names items of it and what is said when one is not there. */
export interface Listing<T> {
  readonly set: string;
  readonly ids: string;
  readonly idOf: (item: T) => string;
  readonly missing: (id: string) => Failure;
  readonly facts: (item: T) => Facts;
  readonly show: (item: T) => Output;
  readonly takes?: Action['takes'];
}

/** The action that lists them. */
export function listing<T>(items: readonly T[], list: Listing<T>, most: number | undefined): Action {
  return {
    takes: { ...describing, ...list.takes, [list.ids]: ['text'] },
    does: parameters => {
      checkFilters(parameters, Object.keys(list.facts(items[0]!)));
      const ids = texts(parameters, list.ids);
      for (const id of ids) if (!items.some(each => list.idOf(each) === id)) throw list.missing(id);
      const named = items.filter(each => ids.length === 0 || ids.includes(list.idOf(each)));
      const { items: shown, nextToken } = page(filtered(named, parameters, list.facts), parameters, most);
      return { [list.set]: shown.map(list.show), nextToken };
    },
  };
}
