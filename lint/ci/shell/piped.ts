import type { Command, PipelineNode } from 'unbash';
import { dynamic } from '../command.ts';
import { jq } from './jq.ts';

/** Numbers beyond so many are not counted out. */
const MOST = 1000;

/** What a pipeline of `jq` prints, as far as it is known: `seq 0 3 | jq -s -c .`. `words` expands those of a command. */
export function pipedText(node: PipelineNode, words: (command: Command) => readonly string[]): string | undefined {
  const commands = node.type === 'Pipeline' ? node.commands : [node];
  let text: string | undefined;
  for (const [index, command] of commands.entries()) {
    if (command.type !== 'Command' || command.name === undefined) return undefined;
    if (command.name.value !== 'jq' && (index > 0 || commands.length === 1)) return undefined;
    const [program = '', ...args] = words(command);
    if (args.some(dynamic)) return undefined;
    if (index === 0) text = begun(program, args);
    else text = jq(args, text!);
    if (text === undefined) return undefined;
  }
  return text;
}

/** What the first of them prints. */
function begun(program: string, args: readonly string[]): string | undefined {
  if (program === 'jq') return args.some(arg => /^(-\w*n\w*|--null-input)$/.test(arg)) ? jq(args, '') : undefined;
  if (program === 'seq') return counted(args);
  if (program === 'echo') return args.some(arg => arg.startsWith('-')) ? undefined : `${args.join(' ')}\n`;
  if (program === 'printf' && args[0] === '%s\\n')
    return args
      .slice(1)
      .map(line => `${line}\n`)
      .join('');
  return undefined;
}

/** seq(1) of whole numbers. */
function counted(args: readonly string[]): string | undefined {
  if (args.length < 1 || args.length > 2 || !args.every(arg => /^\d+$/.test(arg))) return undefined;
  const [from, to] = args.length === 1 ? [1, Number(args[0])] : [Number(args[0]), Number(args[1])];
  if (to - from > MOST) return undefined;
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `${from + index}\n`).join('');
}
