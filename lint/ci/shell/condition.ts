import type { AndOr, Command, CompoundList, If, PipelineNode, Statement, TestExpression, Word } from 'unbash';
import { dynamic } from '../command.ts';
import { whole } from './arithmetic.ts';
import { arithmeticOf, single } from './expand.ts';
import { literally, matches } from './pattern.ts';
import { finds } from './piped.ts';
import { type State, strictly } from './state.ts';

/** What a condition of tests of known words says; `undefined` when that is not known. */
export function conditionOf(clause: CompoundList, state: State): boolean | undefined {
  return clause.commands.length === 1 ? truthOf(clause.commands[0]!.command, state) : undefined;
}

/** What a single command or a chain of them says, where it is a test of known words. */
export function truthOf(node: PipelineNode | AndOr, state: State): boolean | undefined {
  return said(node, strictly(state));
}

function said(node: PipelineNode | AndOr, state: State): boolean | undefined {
  if (node.type === 'AndOr') {
    let value = said(node.commands[0]!, state);
    for (const [index, operator] of node.operators.entries())
      value = joined(operator, [value, said(node.commands[index + 1]!, state)]);
    return value;
  }
  if (node.type === 'Pipeline') {
    const words = ({ name, suffix }: Command): readonly string[] =>
      wordsOf([name!, ...suffix.filter(item => item.type === 'Word')], state);
    const value = node.commands.length === 1 ? said(node.commands[0]!, state) : finds(node, words);
    const odd = node.prefixes.filter(prefix => prefix.type === 'Negation').length % 2 === 1;
    return value === undefined || !odd ? value : !value;
  }
  if (node.type === 'TestCommand') return testOf(node.expression, state);
  if (node.type === 'ArithmeticCommand') {
    const value = arithmeticOf(node.expression, state);
    return value === undefined ? undefined : value !== 0;
  }
  if (node.type !== 'Command' || node.name === undefined) return undefined;
  // `if $run_tests` runs `true` or `false`.
  const name = single(node.name, state, () => {});
  if (/^(true|false|:)$/.test(name)) return name !== 'false';
  if (name !== '[' && name !== 'test') return undefined;
  const args = wordsOf(
    node.suffix.filter(item => item.type === 'Word'),
    state,
  ).filter(word => word !== ']');
  if (args.length === 3) return compare(args[0]!, args[2]!, args[1]!, (pattern, text) => pattern === text);
  if (args.length === 2 && (args[0] === '-z' || args[0] === '-n')) return emptiness(args[1]!, args[0]);
  if (args.length === 1) return emptiness(args[0]!, '-n');
  return undefined;
}

/** What `[[ … ]]` says. */
function testOf(test: TestExpression, state: State): boolean | undefined {
  switch (test.type) {
    case 'TestBinary':
      return compare(wordsOf([test.left], state)[0]!, patternOf(test.right, state), test.operator, matches);
    case 'TestUnary':
      return test.operator === '-z' || test.operator === '-n'
        ? emptiness(wordsOf([test.operand], state)[0]!, test.operator)
        : undefined;
    case 'TestLogical':
      return joined(
        test.operator,
        test.operands.map(operand => testOf(operand, state)),
      );
    case 'TestGroup':
      return testOf(test.expression, state);
    case 'TestNot': {
      const value = testOf(test.operand, state);
      return value === undefined || test.negations.length % 2 === 0 ? value : !value;
    }
  }
}

/** A word as a pattern, of which what stands in quotes is itself. */
export function patternOf(word: Word, state: State): string {
  if (word.parts === undefined) return word.value;
  return word.parts
    .map(part => {
      const text = single({ ...word, parts: [part] }, state, () => {});
      return /Quoted$/.test(part.type) ? literally(text) : text;
    })
    .join('');
}

function wordsOf(parts: readonly Word[], state: State): readonly string[] {
  return parts.map(part => single(part, state, () => {}));
}

function joined(operator: string, values: readonly (boolean | undefined)[]): boolean | undefined {
  const settles = operator === '||';
  if (values.includes(settles)) return settles;
  return values.includes(undefined) ? undefined : !settles;
}

function compare(
  left: string,
  right: string,
  operator: string,
  same: (pattern: string, text: string) => boolean,
): boolean | undefined {
  if (dynamic(left) || dynamic(right)) return undefined;
  if (operator === '=' || operator === '==') return same(right, left);
  if (operator === '!=') return !same(right, left);
  const [mine, theirs] = [whole(left), whole(right)];
  return mine === undefined || theirs === undefined ? undefined : NUMERIC[operator]?.(mine, theirs);
}

const NUMERIC: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
};

function emptiness(value: string, operator: string): boolean | undefined {
  if (dynamic(value)) return undefined;
  return (value === '') === (operator === '-z');
}

/** `a || true`, `a || :`, `a || echo …`: what comes before the last `||` cannot fail the text. */
export function swallows(node: AndOr): boolean {
  if (node.operators.at(-1) !== '||') return false;
  return tells(node.commands.at(-1)!);
}

/** `if a; then …; fi` and `if ! a; then echo …; fi`: when `a` fails, the text goes on as if nothing were wrong. */
export function forgives(node: If): boolean {
  const clause = node.clause.commands.length === 1 ? node.clause.commands[0]!.command : undefined;
  if (clause === undefined || node.elif.length > 0) return false;
  if (clause.type !== 'Pipeline' && clause.type !== 'Command') return false;
  const negations =
    clause.type === 'Pipeline' ? clause.prefixes.filter(prefix => prefix.type === 'Negation').length : 0;
  const failed = negations % 2 === 1 ? node.then : node.else;
  return failed === undefined || failed.commands.every(({ command }) => tells(command));
}

/**
 * For each statement of a text that says `set +e`: whether its failure is lost, since the shell goes on, nothing reads `$?` after
 * it and it is not the last. `undefined` for a text that does not say it.
 */
export function unheeded(statements: readonly Statement[], text: string): readonly boolean[] | undefined {
  let heeds = true;
  const marks = statements.map(statement => {
    const switched = errexit(statement);
    if (switched !== undefined) heeds = switched;
    return !heeds;
  });
  if (!marks.includes(true)) return undefined;
  return marks.map(
    (mark, index) =>
      mark &&
      index < statements.length - 1 &&
      !/\$\?|PIPESTATUS|\$\{\?/.test(text.slice(statements[index]!.end, statements[index + 1]?.end)) &&
      !/\$\?|PIPESTATUS|\$\{\?/.test(text.slice(statements[index]!.pos, statements[index]!.end)),
  );
}

/** What `set -e`, `set +ex` or `set -o errexit` does to it; `undefined` for anything else. */
function errexit({ command }: Statement): boolean | undefined {
  if (command.type !== 'Command' || command.name?.value !== 'set') return undefined;
  const words = command.suffix.flatMap(item => (item.type === 'Word' ? [item.value] : []));
  for (const [index, word] of words.entries()) {
    if (/^[-+][a-zA-Z]*e/.test(word) || (/^[-+]o$/.test(word) && words[index + 1] === 'errexit'))
      return word.startsWith('-');
  }
  return undefined;
}

function tells(node: PipelineNode | AndOr): boolean {
  if (node.type !== 'Command' || !['true', ':', 'echo', 'printf'].includes(node.name?.value ?? '')) return false;
  // `|| echo $? > status` keeps it for whoever reads the file.
  const kept = node.redirects.some(({ operator }) => /^&?>>?\|?$/.test(operator));
  return !(kept && node.suffix.some(item => item.type === 'Word' && /\$(\?|\{\?\})/.test(item.text)));
}
