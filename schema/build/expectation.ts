import type * as written from '../generated/campaign.ts';
import type { Amount, Expectation, JsonExpectation } from '../model.ts';
import type { MapNode, Node } from '../node.ts';
import { template } from '../template.ts';
import { asMap, Fields, given, isScalar, placeOf } from './fields.ts';

export function expectation(node: MapNode): Expectation {
  const fields = new Fields<keyof written.Expect>(node);
  return {
    place: placeOf(node),
    ...given('minSize', fields.template('min-size')),
    ...given('files', amount(fields.value('files'))),
    ...given('lines', amount(fields.value('lines'))),
    matches: oneOrMany(fields.value('matches')).flatMap(match => {
      const parts = new Fields<keyof written.Match>(match);
      const pattern = parts.template('pattern');
      return pattern ? [{ place: placeOf(match), pattern, ...given('count', amount(parts.value('count'))) }] : [];
    }),
    json: oneOrMany(fields.value('json')).flatMap(jsonExpectation),
    ...given('sha256', fields.template('sha256')),
  };
}

function jsonExpectation(node: MapNode): JsonExpectation[] {
  const fields = new Fields<keyof written.JsonMatch>(node);
  const pointer = fields.template('pointer');
  if (!pointer) return [];
  const equals = fields.value('equals');
  return [
    {
      place: placeOf(node),
      pointer,
      ...given('equals', equals && { value: plain(equals), place: placeOf(equals) }),
      ...given('length', amount(fields.value('length'))),
      ...given('minimum', fields.template('minimum')),
      ...given('maximum', fields.template('maximum')),
    },
  ];
}

function amount(node: Node | undefined): Amount | undefined {
  if (!node) return undefined;
  if (isScalar(node)) {
    const exact = template(node);
    return { place: placeOf(node), min: exact, max: exact };
  }
  if (node.kind !== 'map') return undefined;
  const fields = new Fields<'min' | 'max'>(node);
  return { place: placeOf(node), ...given('min', fields.template('min')), ...given('max', fields.template('max')) };
}

function oneOrMany(node: Node | undefined): readonly MapNode[] {
  if (node?.kind === 'sequence') return node.items.flatMap(item => asMap(item) ?? []);
  return node?.kind === 'map' ? [node] : [];
}

/** A tree as JSON. Keys keep their names, `__proto__` included. */
function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
}
