import { condition, namesIn } from '../condition.ts';
import type { TemplateSite } from '../conform.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Fix } from '../fix.ts';
import { nearest } from '../nearest.ts';
import type { ScalarNode } from '../node.ts';
import { renaming } from '../rename.ts';
import type { Range } from '../source.ts';
import { template } from '../template.ts';
import type { Scope } from './scope.ts';

/** What is wrong with the `${{ }}` of one scalar. */
export function expressionFaults({ node, path, when }: TemplateSite, scope: Scope): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const part of template(node, fault => faults.push(fault)).parts) {
    if (part.kind !== 'expression') continue;
    const wrong = expressionFault(part.name, path, when, scope);
    if (wrong) faults.push(unknown(node, part.range, wrong, part.name));
  }
  return faults;
}

/** What is wrong with a stage's `if`. */
export function conditionFaults(node: ScalarNode, stage: string, scope: Scope): readonly Diagnostic[] {
  const parsed = condition(node);
  if (!('expression' in parsed)) return [parsed];
  return namesIn(parsed.expression).flatMap(({ name, range }) => {
    if (/^env\.[A-Za-z_]\w*$/.test(name) || name === 'profile') return [];
    const wrong = dataFault(name, stage, scope) ?? {
      message: `\`${name}\` is no name that a condition knows`,
      help: 'it knows `params.…`, `matrix.…`, `profile` and `env.NAME`; put texts in single quotes',
    };
    return wrong === 'known' ? [] : [unknown(node, range, wrong, name)];
  });
}

interface Wrong {
  readonly message: string;
  readonly help: string;
  /** The name that is meant, in full, and those it was chosen among. */
  readonly meant?: { readonly name: string; readonly among: readonly string[] };
}

const WHOLE = ['source.commit', 'campaign', 'run.id', 'profile'];

function expressionFault(name: string, path: readonly string[], when: 'plan' | 'run', scope: Scope): Wrong | undefined {
  const stage = path[0] === 'stages' ? path[1] : undefined;
  if (name === 'run.id' && when !== 'run') {
    return {
      message: '`run.id` is known only once the run has started, and this must be known before',
      help: 'use it in `run` and in `env`; what is stored lies under the run id already',
    };
  }
  if (WHOLE.includes(name)) return undefined;
  if (name.startsWith('matrix.') && path[2] === 'matrix') {
    return { message: `\`${name}\` is not known inside the matrix itself`, help: 'write the value, or a parameter' };
  }
  const data = dataFault(name, stage, scope);
  if (data) return data === 'known' ? undefined : data;
  return { message: `\`${name}\` is no name that an expression knows`, ...hintFor(name, stage, scope) };
}

/** `params.x` and `matrix.x`; `undefined` for any other name. */
function dataFault(name: string, stage: string | undefined, scope: Scope): Wrong | 'known' | undefined {
  const [kind, ...rest] = name.split('.');
  const key = rest.join('.');
  if (kind === 'params' && key !== '') {
    if (scope.params.has(key)) return 'known';
    return {
      message: `there is no parameter \`${key}\``,
      ...(near(key, scope.params, 'params.') ?? { help: 'declare it under `params`' }),
    };
  }
  if (kind !== 'matrix' || key === '') return undefined;
  if (stage === undefined) return { message: `\`${name}\` is known only inside a stage`, help: 'use a parameter here' };
  const axes = scope.matrices.get(stage);
  if (axes?.has(key)) return 'known';
  if (!axes)
    return {
      message: `\`${name}\` is unknown: the stage \`${stage}\` has no matrix`,
      help: `add \`matrix: { ${key}: […] }\``,
    };
  return {
    message: `the matrix of \`${stage}\` has no \`${key}\``,
    ...(near(key, axes, 'matrix.') ?? { help: `it has ${list(axes)}` }),
  };
}

const FOREIGN = /^(?:github|steps|needs|inputs|vars|runner|job|jobs|strategy)(?:\.|$)/;

function hintFor(name: string, stage: string | undefined, scope: Scope): Omit<Wrong, 'message'> {
  if (FOREIGN.test(name))
    return { help: `that is an expression of GitHub Actions; write \`$\${{ ${name} }}\` for the text itself` };
  const last = name.split('.').at(-1)!;
  if (name.startsWith('secrets.'))
    return {
      help: `name \`${last}\` in the stage's \`secrets\` and read \`$${last}\` in the shell; write \`$\${{ ${name} }}\` for the text itself`,
    };
  if (name.startsWith('env.')) return { help: `read \`$${last}\` in the shell` };
  if (scope.params.has(name)) return meaning(`params.${name}`, [`params.${name}`]);
  if (stage !== undefined && scope.matrices.get(stage)?.has(name)) return meaning(`matrix.${name}`, [`matrix.${name}`]);
  const axes = stage === undefined ? [] : [...(scope.matrices.get(stage) ?? [])];
  const among = [...WHOLE, ...[...scope.params].map(each => `params.${each}`), ...axes.map(each => `matrix.${each}`)];
  const guess = nearest(name, among);
  return guess === undefined
    ? { help: `an expression knows \`params.…\`, \`matrix.…\`, ${list(WHOLE)}; \`$\${{\` is a literal \`\${{\`` }
    : meaning(guess, among);
}

function near(name: string, known: ReadonlySet<string>, prefix: string): Omit<Wrong, 'message'> | undefined {
  const guess = nearest(name, known);
  return guess === undefined
    ? undefined
    : meaning(
        `${prefix}${guess}`,
        [...known].map(each => `${prefix}${each}`),
      );
}

function meaning(name: string, among: readonly string[]): Omit<Wrong, 'message'> {
  return { help: `did you mean \`${name}\`?`, meant: { name, among } };
}

export function list(names: Iterable<string>): string {
  const all = [...names];
  const few = all
    .slice(0, 10)
    .map(name => `\`${name}\``)
    .join(', ');
  return all.length > 10 ? `${few}, …` : few;
}

function unknown(node: ScalarNode, range: Range, { message, help, meant }: Wrong, name: string): Diagnostic {
  const fix = meant && fixOf(node, range, name, meant);
  return { code: 'unknown-name', message, place: { source: node.source, range }, help, ...(fix && { fix }) };
}

/** A name of `params` or `matrix` that lacks its prefix is meant for sure: nothing else has that name. */
function fixOf(
  { source }: ScalarNode,
  range: Range,
  name: string,
  { name: meant, among }: NonNullable<Wrong['meant']>,
): Fix | undefined {
  const at = source.text.slice(range.start, range.end).indexOf(name);
  if (at < 0) return undefined;
  const start = range.start + at;
  const fix = renaming({ source, range: { start, end: start + name.length } }, name, meant, among);
  return meant.endsWith(`.${name}`) ? { ...fix, safety: 'safe' } : fix;
}
