import { asMap, entriesOf, Fields, isScalar } from '../schema/build/fields.ts';
import { condition, namesIn } from '../schema/condition.ts';
import { conform } from '../schema/conform.ts';
import { campaign } from '../schema/language/campaign.ts';
import type { MapNode, Node, ScalarNode } from '../schema/node.ts';
import type { Range, Source } from '../schema/source.ts';
import { rangeIn, template } from '../schema/template.ts';

/** A kind of name that a campaign declares once and may use in many places. */
export type NameKind = 'stage' | 'param' | 'axis' | 'secret' | 'role';

/** A place where a name stands. */
export interface Mention {
  readonly kind: NameKind;
  readonly name: string;
  /** The stage whose matrix has the axis; absent for other kinds. */
  readonly stage?: string;
  /** The name alone, without quotes and what surrounds it. */
  readonly range: Range;
  readonly declares: boolean;
}

const known = new WeakMap<MapNode, readonly Mention[]>();

/** Every mention of every name, by place. */
export function mentionsIn(root: Node | undefined): readonly Mention[] {
  if (root?.kind !== 'map') return [];
  let found = known.get(root);
  if (!found) {
    const all = new Map<string, Mention>();
    // An anchored text is met once for each alias.
    for (const mention of [...declarations(root), ...uses(root), ...expressions(root)])
      if (!all.has(`${mention.kind} ${mention.range.start}`))
        all.set(`${mention.kind} ${mention.range.start}`, mention);
    found = [...all.values()].sort((a, b) => a.range.start - b.range.start);
    known.set(root, found);
  }
  return found;
}

/** The mentions of the same name as one does, itself included. */
export function sameName(root: Node | undefined, { kind, name, stage }: Mention): readonly Mention[] {
  return mentionsIn(root).filter(other => other.kind === kind && other.name === name && other.stage === stage);
}

function* declarations(root: MapNode): Iterable<Mention> {
  const fields = new Fields<'stages' | 'params' | 'secrets' | 'hosts'>(root);
  const kinds = [
    ['stage', 'stages'],
    ['param', 'params'],
    ['secret', 'secrets'],
    ['role', 'hosts'],
  ] as const;
  for (const [kind, field] of kinds)
    for (const { key } of entriesOf(fields.value(field))) yield named(kind, key, { declares: true });
  for (const { key: stage, value } of entriesOf(fields.value('stages')))
    for (const { key, value: cells } of entriesOf(
      asMap(value) && new Fields<'matrix'>(asMap(value)!).value('matrix'),
    )) {
      if (key.text !== 'include' && key.text !== 'exclude') {
        yield named('axis', key, { declares: true, stage: stage.text });
        continue;
      }
      for (const cell of cells.kind === 'sequence' ? cells.items : [])
        for (const { key: axis } of entriesOf(cell)) yield named('axis', axis, { stage: stage.text });
    }
}

function* uses(root: MapNode): Iterable<Mention> {
  const fields = new Fields<'stages' | 'profiles'>(root);
  for (const { value } of entriesOf(fields.value('stages'))) yield* usesOfStage(value);
  for (const { value } of entriesOf(fields.value('profiles'))) {
    const profile = asMap(value);
    if (!profile) continue;
    const own = new Fields<'stages' | 'params'>(profile);
    for (const { key } of entriesOf(own.value('params'))) yield named('param', key);
    for (const { key, value: stage } of entriesOf(own.value('stages'))) {
      yield named('stage', key);
      yield* usesOfStage(stage);
    }
  }
}

function* usesOfStage(node: Node): Iterable<Mention> {
  const stage = asMap(node);
  if (!stage) return;
  const fields = new Fields<'requires' | 'secrets' | 'on'>(stage);
  for (const item of fields.items('requires')) {
    const one = asMap(item) && new Fields<'stage' | 'env'>(asMap(item)!);
    const target = one?.scalar('stage');
    if (target) {
      // An instance is named `generate[sf=10]`.
      const name = target.text.replace(/\[.*\]$/s, '');
      yield { kind: 'stage', name, range: rangeIn(target, 0, name.length), declares: false };
    }
    const variable = one?.scalar('env');
    if (variable) yield named('secret', variable);
  }
  for (const item of fields.items('secrets')) if (isScalar(item)) yield named('secret', item);
  const role = fields.scalar('on');
  if (role) yield named('role', role);
}

function* expressions(root: MapNode): Iterable<Mention> {
  for (const { node, path } of conform(root, campaign, { path: [] }, true).sites)
    for (const part of template(node).parts)
      if (part.kind === 'expression') {
        const start = node.source.text.indexOf(part.name, part.range.start);
        if (start >= 0) yield* variable(part.name, start, stageOf(path));
      }
  const fields = new Fields<'stages' | 'profiles'>(root);
  const stages = [
    ...entriesOf(fields.value('stages')),
    ...entriesOf(fields.value('profiles')).flatMap(({ value }) =>
      value.kind === 'map' ? entriesOf(new Fields<'stages'>(value).value('stages')) : [],
    ),
  ];
  for (const { key, value } of stages) {
    const node = value.kind === 'map' ? new Fields<'if'>(value).scalar('if') : undefined;
    const parsed = node && condition(node);
    if (parsed && 'expression' in parsed)
      for (const { name, range } of namesIn(parsed.expression)) yield* variable(name, range.start, key.text);
  }
}

/** `params.x` and `matrix.x` at an offset of the source. */
function* variable(name: string, at: number, stage: string | undefined): Iterable<Mention> {
  const dot = name.indexOf('.') + 1;
  const range = { start: at + dot, end: at + name.length };
  const own = name.slice(dot);
  if (name.startsWith('params.')) yield { kind: 'param', name: own, range, declares: false };
  if (name.startsWith('matrix.') && stage !== undefined)
    yield { kind: 'axis', name: own, stage, range, declares: false };
}

function stageOf(path: readonly string[]): string | undefined {
  if (path[0] === 'stages') return path[1];
  return path[0] === 'profiles' && path[2] === 'stages' ? path[3] : undefined;
}

function named(
  kind: NameKind,
  node: ScalarNode,
  { declares = false, stage }: { readonly declares?: boolean; readonly stage?: string } = {},
): Mention {
  return { kind, name: node.text, range: nameRange(node), declares, ...(stage !== undefined && { stage }) };
}

function nameRange(node: ScalarNode): Range {
  return node.text === '' ? node.range : rangeIn(node, 0, node.text.length);
}

/** Names that a map of the campaign declares. */
export function keysAt(source: Source, root: Node | undefined, path: readonly string[]): readonly string[] {
  let node = root?.source === source ? root : undefined;
  for (const step of path) node = entriesOf(node).find(({ key }) => key.text === step)?.value;
  return entriesOf(node).map(({ key }) => key.text);
}
