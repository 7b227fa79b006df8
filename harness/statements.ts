import type { CommandNode, CompoundList, PipelineNode, Statement } from 'unbash';
import { extentOf } from './extent.ts';

/** A statement, and where it stands. */
export interface Listed {
  readonly statement: Statement;
  readonly start: number;
  readonly end: number;
  /** It is the only one of its list, so that something must stay. */
  readonly alone: boolean;
}

/** Every statement of a list, and those inside it after it. */
export function* allStatements(list: readonly Statement[], nested = false): Iterable<Listed> {
  for (const statement of list) {
    yield { statement, start: statement.pos, end: extentOf(statement), alone: nested && list.length === 1 };
    for (const inner of listsOf(statement.command)) yield* allStatements(inner.commands, true);
  }
}

function listsOf(node: PipelineNode | Statement['command'] | CommandNode | CompoundList): readonly CompoundList[] {
  switch (node.type) {
    case 'AndOr':
    case 'Pipeline':
      return node.commands.flatMap(part => listsOf(part));
    case 'Redirected':
      return listsOf(node.command);
    case 'CompoundList':
      return [node];
    case 'If':
      return [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])];
    case 'Case':
      return node.items.flatMap(({ body }) => (body ? [body] : []));
    case 'Function':
      return listsOf(node.body);
    case 'BraceGroup':
    case 'Subshell':
    case 'For':
    case 'While':
    case 'Select':
    case 'ArithmeticFor':
      return [node.body];
    default:
      return [];
  }
}
