import { resolved } from '../schema/language/lookup.ts';
import type { Schema } from '../schema/language/schema.ts';
import { expected } from '../schema/language/spoken.ts';
import type { Cursor } from './cursor.ts';
import type { Lines } from './lines.ts';
import { namesAt, type Offer, tailOf } from './offer.ts';
import { ITEM, mapsAt, type Path, shapesAt } from './shape.ts';
import type { Study } from './study.ts';
import { keyTold, ruleTold } from './told.ts';

/** Keys that the map at the cursor may have and has not yet; those that it must have come first. */
export function keyOffers(cursor: Cursor, study: Study, lines: Lines): readonly Offer[] {
  const path = cursor.keyIn!;
  const { written, flow } = cursor;
  const has = new Set(written);
  const known = ownNames(path, study, lines);
  // Below a key whose value is a list the dash is still to come.
  const list = !flow && path.at(-1) !== ITEM && shapesAt(path).some(({ items }) => items !== undefined);
  const into: Path = list ? [...path, ITEM] : path;
  const lead = list ? '- ' : '';
  const declared = mapsAt(into, written).flatMap(map => {
    const all = Object.entries(map.properties ?? {}).filter(([key]) => !has.has(key));
    // Which of several maps it is, is told by its first key.
    const mark = map.required?.[0];
    const several = mapsAt(into, written).length > 1;
    return (several && mark !== undefined ? all.filter(([key]) => key === mark) : all).map(([key, schema]) =>
      offer(key, schema, map.required?.includes(key) ?? false),
    );
  });
  const required = declared.filter(({ detail }) => detail?.startsWith('required'));
  return [
    ...required,
    ...declared.filter(one => !required.includes(one)),
    ...known.filter(({ text }) => !has.has(text)),
  ];

  function offer(key: string, reference: Schema, must: boolean): Offer {
    const schema = resolved(reference);
    const detail = `${must ? 'required · ' : ''}${expected(schema).replaceAll('`', '')}`;
    return { kind: 'key', text: key, detail, about: keyTold(schema, must), lead, tail: tailOf(schema, flow) };
  }
}

/** Maps whose keys are names that the campaign or the linter knows. */
function ownNames(path: Path, study: Study, lines: Lines): readonly Offer[] {
  const [first, , third] = path;
  if (first === 'lint' && path.length === 1)
    return study.rules.map(rule => ({
      kind: 'key' as const,
      text: rule.id,
      detail: rule.summary,
      about: ruleTold(rule, study.pageOf(rule.id)),
      tail: ': ',
    }));
  if (first === 'profiles' && path.length === 3 && third === 'stages')
    return namesAt(['stages'], study, lines).map(text => ({ kind: 'key', text, detail: 'stage', tail: ':' }));
  if (first === 'profiles' && path.length === 3 && third === 'params')
    return namesAt(['params'], study, lines).map(text => ({ kind: 'key', text, detail: 'parameter', tail: ': ' }));
  return [];
}
