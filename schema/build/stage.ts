import { type Condition, condition } from '../condition.ts';
import type * as written from '../generated/campaign.ts';
import type { CiOverlap, Matrix, MatrixEntry, Output, Requirement, Retry, Stage } from '../model.ts';
import type { Entry, Node } from '../node.ts';
import { type Template, template } from '../template.ts';
import { WrittenScalar } from '../yaml/written.ts';
import { expectation } from './expectation.ts';
import { asMap, entriesOf, Fields, given, isScalar, located, placeOf, placeOfEntry, wordOf } from './fields.ts';

export function stage(entry: Entry): Stage | undefined {
  const body = asMap(entry.value);
  if (!body) return undefined;
  const fields = new Fields<keyof written.Stage>(body);
  const expect = fields.map('expect');
  return {
    place: placeOfEntry(entry),
    name: located(entry.key),
    body,
    run: fields.template('run') ?? nothing(entry),
    requires: fields.items('requires').flatMap(node => requirement(node) ?? []),
    produces: fields.items('produces').flatMap(node => output(node) ?? []),
    ...given('expect', expect && expectation(expect)),
    ...given('ciOverlap', ciOverlap(fields.value('ci-overlap'))),
    ...given('matrix', matrix(fields.value('matrix'))),
    ...given('if', conditionOf(fields.value('if'))),
    ...given('timeout', fields.template('timeout')),
    ...given('retry', retry(fields.value('retry'))),
    ...given('exclusive', fields.flag('exclusive')),
    ...given('warmup', fields.flag('warmup')),
    ...given('user', fields.template('user')),
    ...given('cwd', fields.template('cwd')),
    env: fields.assignments('env'),
    secrets: fields.texts('secrets'),
    ...given('onFailure', fields.word('on-failure', ['continue', 'stop'])),
    ...given('on', fields.text('on')),
  };
}

/** Stands for a `run` that is missing, so that the stage's outputs are known all the same. */
function nothing({ key }: Entry): Template {
  const { end } = key.range;
  const range = { start: end, end };
  return template(
    new WrittenScalar(key.source, range, '', '', { style: 'plain', ...range, indent: -1, chomping: 'clip' }),
  );
}

function conditionOf(node: Node | undefined): Condition | undefined {
  if (!node || !isScalar(node)) return undefined;
  const parsed = condition(node);
  return 'expression' in parsed ? parsed : undefined;
}

const REQUIREMENTS = ['tool', 'env', 'cpu', 'cores', 'memory', 'disk', 'service', 'url', 'stage'] as const;

function requirement(node: Node): Requirement | undefined {
  const place = placeOf(node);
  if (isScalar(node)) return { kind: 'path', place, path: template(node) };
  if (node.kind !== 'map') return undefined;
  const fields = new Fields<'path' | 'from' | 'version' | (typeof REQUIREMENTS)[number]>(node);
  const path = fields.template('path');
  if (path) return { kind: 'path', place, path, ...given('from', fields.word('from', ['machine'])?.value) };
  const kind = REQUIREMENTS.find(key => fields.entry(key));
  const value = kind && fields.template(kind);
  if (!value) return undefined;
  switch (kind) {
    case 'tool':
      return { kind, place, tool: value, ...given('version', fields.template('version')) };
    case 'env':
      return { kind, place, env: value };
    case 'cpu':
      return { kind, place, cpu: value };
    case 'cores':
      return { kind, place, cores: value };
    case 'memory':
      return { kind, place, memory: value };
    case 'disk':
      return { kind, place, disk: value };
    case 'service':
      return { kind, place, service: value };
    case 'url':
      return { kind, place, url: value };
    case 'stage':
      return { kind, place, stage: value };
  }
}

function output(node: Node): Output | undefined {
  if (isScalar(node)) return { place: placeOf(node), path: template(node) };
  if (node.kind !== 'map') return undefined;
  const fields = new Fields<'path' | 'upload' | 'checkpoint' | 'expect' | 'as'>(node);
  const path = fields.template('path');
  if (!path) return undefined;
  const expect = fields.map('expect');
  return {
    place: placeOf(node),
    path,
    ...given('upload', fields.flag('upload')),
    ...given('checkpoint', fields.flag('checkpoint') ?? fields.template('checkpoint')),
    ...given('expect', expect && expectation(expect)),
    ...given('as', fields.template('as')),
  };
}

function ciOverlap(node: Node | undefined): CiOverlap | undefined {
  if (node?.kind === 'scalar') return node.value === 'none' ? { place: placeOf(node), none: true } : undefined;
  if (node?.kind !== 'map') return undefined;
  const fields = new Fields<'allow' | 'reason'>(node);
  const allow = fields.word('allow', ['hardware', 'scale', 'real-service', 'data', 'profile']);
  const reason = fields.text('reason');
  return allow && reason && { place: placeOf(node), allow, reason };
}

function matrix(node: Node | undefined): Matrix | undefined {
  if (node?.kind !== 'map') return undefined;
  const fields = new Fields<'include' | 'exclude'>(node);
  return {
    place: placeOf(node),
    axes: node.entries.flatMap(({ key, value }) =>
      key.text === 'include' || key.text === 'exclude' || value.kind !== 'sequence'
        ? []
        : [{ name: located(key), values: value.items.filter(isScalar).map(node => template(node)) }],
    ),
    include: fields.items('include').flatMap(matrixEntry),
    exclude: fields.items('exclude').flatMap(matrixEntry),
  };
}

function matrixEntry(node: Node): MatrixEntry[] {
  if (node.kind !== 'map') return [];
  const values = entriesOf(node).flatMap(({ key, value }) =>
    isScalar(value) ? [{ name: located(key), value: template(value) }] : [],
  );
  return [{ place: placeOf(node), values }];
}

function retry(node: Node | undefined): Retry | undefined {
  if (node?.kind !== 'map') return undefined;
  const fields = new Fields<keyof NonNullable<written.Stage['retry']>>(node);
  return {
    place: placeOf(node),
    ...given('attempts', fields.template('attempts')),
    on: fields
      .items('on')
      .filter(isScalar)
      .flatMap(item => wordOf(item, ['exit', 'timeout', 'spot']) ?? []),
    ...given('backoff', fields.template('backoff')),
  };
}
