import { entriesOf, Fields, isScalar } from '../build/fields.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { nearest } from '../nearest.ts';
import type { MapNode, ScalarNode } from '../node.ts';
import { lettersOf, renaming } from '../rename.ts';
import { mayHoldExpression } from '../template.ts';
import { list } from './names.ts';
import type { Scope } from './scope.ts';

/** Names in a stage that stand for something declared elsewhere: other stages, secrets, roles, axes. */
export function referenceFaults(stage: MapNode, scope: Scope): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  const fields = new Fields<'requires' | 'secrets' | 'on' | 'matrix'>(stage);
  for (const item of fields.items('requires')) {
    const target =
      item.kind === 'map' && !new Fields<'path'>(item).entry('path')
        ? new Fields<'stage'>(item).scalar('stage')
        : undefined;
    // An instance is named `generate[sf=10]`; which instances there are is for the plan to say.
    if (target && !mayHoldExpression(target.text))
      faults.push(...missing(target, 'stage', target.text.replace(/\[.*\]$/, ''), scope.stages));
  }
  for (const name of fields.items('secrets'))
    if (isScalar(name)) faults.push(...missing(name, 'secret', name.text, scope.secrets));
  const role = fields.scalar('on');
  if (role) faults.push(...missing(role, 'role of `hosts`', role.text, scope.hosts));
  const matrix = fields.map('matrix');
  if (matrix) {
    const axes = new Set(
      matrix.entries.map(({ key }) => key.text).filter(name => name !== 'include' && name !== 'exclude'),
    );
    for (const cell of new Fields<'exclude'>(matrix).items('exclude')) {
      for (const { key } of entriesOf(cell)) faults.push(...missing(key, 'axis', key.text, axes));
    }
  }
  return faults;
}

/** Where a name is declared of which there is none yet. */
const DECLARED = {
  stage: 'declare it under `stages`',
  secret: 'declare it under `secrets` at the top level, such as `NAME: "ssm:/path"`',
  'role of `hosts`': 'declare it under `hosts` at the top level, such as `workers: { count: 3 }`',
  axis: 'the matrix has no axis',
} as const;

/** A name that is not among the known ones. */
export function missing(
  node: ScalarNode,
  what: keyof typeof DECLARED,
  name: string,
  known: ReadonlySet<string>,
): readonly Diagnostic[] {
  if (known.has(name)) return [];
  const guess = nearest(name, known);
  const help =
    guess !== undefined ? `did you mean \`${guess}\`?` : known.size > 0 ? `there are ${list(known)}` : DECLARED[what];
  return [
    {
      code: 'unknown-name',
      message: `there is no ${what} named \`${name}\``,
      place: { source: node.source, range: node.range },
      help,
      ...(guess !== undefined && { fix: renaming(lettersOf(node, name.length), name, guess, known) }),
    },
  ];
}
