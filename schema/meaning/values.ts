import { Fields } from '../build/fields.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { MapNode, Node, ScalarNode } from '../node.ts';
import { toPosixEre } from '../pattern.ts';
import { mayHoldExpression, rangeIn } from '../template.ts';

/** Values in a stage that are of the right shape and still make no sense. */
export function valueFaults(stage: MapNode): readonly Diagnostic[] {
  const fields = new Fields<'requires' | 'produces' | 'expect'>(stage);
  return [
    ...fields.items('requires').flatMap(imageFaults),
    ...fields
      .items('produces')
      .flatMap(output => (output.kind === 'map' ? expectFaults(new Fields<'expect'>(output).map('expect')) : [])),
    ...expectFaults(fields.map('expect')),
  ];
}

/** `from: machine` is about what the image brings, and that has no place in the source. */
function imageFaults(node: Node): readonly Diagnostic[] {
  if (node.kind !== 'map') return [];
  const fields = new Fields<'path' | 'from'>(node);
  const path = fields.scalar('path');
  if (!path || !fields.entry('from') || path.text.startsWith('/') || mayHoldExpression(path.text)) return [];
  return [
    fault(
      path,
      `\`${path.text}\` is not absolute, and \`from: machine\` is about paths of the image`,
      'write the absolute path, or remove `from`',
    ),
  ];
}

function expectFaults(expect: MapNode | undefined): readonly Diagnostic[] {
  if (!expect) return [];
  const fields = new Fields<'files' | 'lines' | 'matches' | 'json'>(expect);
  const matches = manyOf(fields.value('matches')).map(match => new Fields<'pattern' | 'count'>(match));
  const json = manyOf(fields.value('json')).map(each => new Fields<'length' | 'minimum' | 'maximum'>(each));
  const amounts = [
    fields.value('files'),
    fields.value('lines'),
    ...matches.map(each => each.value('count')),
    ...json.map(each => each.value('length')),
  ];
  return [
    ...amounts.flatMap(amount =>
      amount?.kind === 'map' ? boundsFaults(new Fields<'min' | 'max'>(amount), 'min', 'max') : [],
    ),
    ...json.flatMap(each => boundsFaults(each, 'minimum', 'maximum')),
    ...matches.flatMap(each => patternFaults(each.scalar('pattern'))),
  ];
}

function boundsFaults<K extends string>(fields: Fields<K>, least: K, most: K): readonly Diagnostic[] {
  const low = fields.number(least);
  const high = fields.number(most);
  if (low === undefined || high === undefined || low <= high) return [];
  return [fault(fields.scalar(most)!, `\`${most}\` ${high} is below \`${least}\` ${low}`, 'swap them')];
}

function patternFaults(pattern: ScalarNode | undefined): readonly Diagnostic[] {
  if (typeof pattern?.value !== 'string' || mayHoldExpression(pattern.text)) return [];
  const result = toPosixEre(pattern.text);
  if (!('fault' in result)) return [];
  const { message, start, end, help } = result.fault;
  return [
    {
      code: 'schema',
      message,
      place: { source: pattern.source, range: rangeIn(pattern, start, end) },
      ...(help !== undefined && { help }),
    },
  ];
}

function manyOf(node: Node | undefined): readonly MapNode[] {
  if (node?.kind === 'sequence') return node.items.filter(item => item.kind === 'map');
  return node?.kind === 'map' ? [node] : [];
}

function fault(node: Node, message: string, help: string): Diagnostic {
  return { code: 'schema', message, place: { source: node.source, range: node.range }, help };
}
