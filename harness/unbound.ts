import { parse } from 'unbash';
import { edited } from './edit.ts';
import { commandsOf } from './ledger.ts';
import { allStatements } from './statements.ts';

/**
 * What stood in a function, as it runs outside of it: there `local` and `return` are faults. Functions that the text holds whole
 * keep theirs.
 */
export function unbound(text: string): string {
  const { commands, errors } = parse(text);
  if ((errors ?? []).length > 0) return text;
  const functions = [...allStatements(commands)].filter(({ statement }) => statement.command.type === 'Function');
  const edits = [...commandsOf(commands)].flatMap(({ node, pos }) => {
    if (node.type !== 'Command' || !node.name || functions.some(({ start, end }) => start <= pos && pos < end))
      return [];
    const { value, pos: start, end } = node.name;
    if (value === 'return') return [{ start, end, by: 'exit' }];
    if (value !== 'local') return [];
    // `local x=1` sets; with an option, or without a value, it declares.
    const [first] = node.suffix;
    const sets = first !== undefined && node.suffix.every(({ type }) => type === 'Assignment');
    return [sets ? { start, end: first.pos, by: '' } : { start, end, by: 'declare' }];
  });
  return edited(text, edits);
}
