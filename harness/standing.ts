import { parse } from 'unbash';
import { edited } from './edit.ts';
import { commandsOf } from './ledger.ts';
import { allStatements } from './statements.ts';

/** A stage's text: what came before or around it in the harness does not hold there. */
export function standing(text: string): string {
  return answered(unbound(text));
}

/** `[ $X = y ] && ./bench` at the end of a stage: where the answer is no, nothing has failed. */
function answered(text: string): string {
  const { commands, errors } = parse(text);
  const last = commands.at(-1)?.command;
  if ((errors ?? []).length > 0 || last?.type !== 'AndOr' || last.operators.some(one => one !== '&&')) return text;
  const [first, second] = last.commands;
  const asks =
    first!.type === 'TestCommand' || (first!.type === 'Command' && /^(test|\[)$/.test(first.name?.value ?? ''));
  if (!asks || /<</.test(text.slice(last.pos))) return text;
  const work = text.slice(second!.pos, last.end);
  return `${text.slice(0, last.pos)}if ${text.slice(first!.pos, first!.end)}; then ${work}; fi${text.slice(last.end)}`;
}

/**
 * What stood in a function, as it runs outside of it: there `local` and `return` are faults. Functions that the text holds whole
 * keep theirs.
 */
function unbound(text: string): string {
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
