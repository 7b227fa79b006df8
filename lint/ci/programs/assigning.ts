import type { Draft } from './launches.ts';
import { assignmentOf } from './statements.ts';
import { is, isGroup, type Node } from './tokens.ts';
import { argumentsOf, evaluated, type Scope, type Value } from './values.ts';

/** Takes over what a statement gives a name. `surely`: it runs for certain. */
export function assign(
  statement: readonly Node[],
  scope: Scope,
  drafts: ReadonlyMap<string, Draft>,
  surely: boolean,
): void {
  const given = assignmentOf(statement);
  if (given === undefined) {
    grow(statement, scope, surely);
    return;
  }
  const { names, member, adds, value, skips } = given;
  const [name] = names;
  if (name === undefined) return;
  const draft = drafts.get(name);
  if (draft !== undefined && typeof member === 'string') tell(draft, member, evaluated(value, scope));
  else if (names.length > 1) for (const one of names) scope.values.set(one, undefined);
  else if (member !== undefined) setMember(name, member, evaluated(value, scope), scope);
  else {
    const whole = evaluated(value, scope);
    const after = skips === undefined ? whole : Array.isArray(whole) ? whole.slice(skips) : undefined;
    scope.values.set(name, adds ? added(scope.values.get(name), after, surely) : after);
  }
}

function setMember(name: string, member: string | readonly Node[], value: Value, scope: Scope): void {
  const table = scope.values.get(name);
  if (table === undefined) return;
  const key = typeof member === 'string' ? member : evaluated(member, scope);
  scope.values.set(
    name,
    table instanceof Map && typeof key === 'string' ? new Map([...table, [key, value]]) : undefined,
  );
}

function added(before: Value, more: Value, surely: boolean): Value {
  if (!surely) return undefined;
  if (Array.isArray(before) && Array.isArray(more)) return [...before, ...more];
  return typeof before === 'string' && typeof more === 'string' ? before + more : undefined;
}

const GROWS = /^(append|extend|push|insert|unshift|pop|remove|extend_from_slice|splice)$/;

/** `args.append("-v")`, `args.push(…)`, `args.extend(more)`. */
function grow(statement: readonly Node[], scope: Scope, surely: boolean): void {
  const [first, dot, method, group] = statement;
  if (first?.kind !== 'name' || !is(dot, '.') || method?.kind !== 'name' || !isGroup(group, '(')) return;
  const before = scope.values.get(first.text);
  if (!Array.isArray(before) || !GROWS.test(method.text)) return;
  const { values } = argumentsOf(group, scope);
  const more = method.text.startsWith('extend') ? values[0] : values;
  const isPlain = /^(append|push|extend|extend_from_slice)$/.test(method.text);
  scope.values.set(first.text, isPlain ? added(before, more, surely) : undefined);
}

/** `cmd.Dir = "x"`, `cmd.Env = os.Environ()`. */
function tell(draft: Draft, member: string, value: Value): void {
  if (member === 'Dir') {
    draft.cwd = value;
    draft.elsewhere = typeof value !== 'string';
  } else if (member === 'Env') draft.clouded = !(value instanceof Map);
}
