import type { Command, Pipeline, PipelineNode } from 'unbash';
import { dynamic } from '../command.ts';
import { filtered } from '../listing.ts';
import { jq } from './jq.ts';

/** Numbers beyond so many are not counted out. */
const MOST = 1000;

/** What a pipeline of `jq` or `grep` prints, as far as it is known: `seq 0 3 | jq -s -c .`. `words` expands those of a command. */
export function pipedText(node: PipelineNode, words: (command: Command) => readonly string[]): string | undefined {
  const commands = node.type === 'Pipeline' ? node.commands : [node];
  let text: string | undefined;
  let isMessage = false;
  for (const [index, command] of commands.entries()) {
    if (command.type !== 'Command' || command.name === undefined) return undefined;
    if (!/^(jq|e?grep|git)$/.test(command.name.value) && (index > 0 || commands.length === 1)) return undefined;
    const [program = '', ...args] = words(command);
    if (args.some(dynamic) && program !== 'git') return undefined;
    isMessage ||= program === 'git';
    if (index === 0) text = begun(program, args);
    else
      text =
        program === 'jq' ? jq(args, text!) : program === 'git' ? undefined : kept(text!, [program, ...args], isMessage);
    if (text === undefined) return undefined;
  }
  return text;
}

/** Whether `git log -1 --format=%B | grep -q full` finds something; `undefined` for any other pipeline. */
export function finds(node: Pipeline, words: (command: Command) => readonly string[]): boolean | undefined {
  const last = node.commands.at(-1)!;
  if (last.type !== 'Command' || last.name === undefined || !/^e?grep$/.test(last.name.value)) return undefined;
  const [program = '', ...args] = words(last);
  if (args.some(dynamic) || !args.some(arg => /^(-\w*q\w*|--quiet)$/.test(arg))) return undefined;
  // Nothing in the text of a message turns on its letters' case.
  const plain = args
    .map(arg => arg.replace(/^-\w+$/, flags => flags.replaceAll(/[qis]/g, '')))
    .filter(arg => !/^(-|--quiet)$/.test(arg));
  const text = pipedText({ ...node, commands: node.commands.slice(0, -1) }, words);
  const found = text === undefined ? undefined : kept(text, [program, ...plain], true);
  return found === undefined ? undefined : found !== '';
}

/** The lines that `grep` lets through; of none where not `isSure`, and of patterns for packages of go, nothing is known. */
function kept(text: string, words: readonly string[], isSure: boolean): string | undefined {
  const lines = text.replace(/\n$/, '').split('\n');
  const left = lines.some(line => line.includes('...')) ? undefined : filtered(lines, words);
  if (left?.length === 0) return isSure ? '' : undefined;
  return left && `${left.join('\n')}\n`;
}

/** What the first of them prints. */
function begun(program: string, args: readonly string[]): string | undefined {
  if (program === 'jq') return args.some(arg => /^(-\w*n\w*|--null-input)$/.test(arg)) ? jq(args, '') : undefined;
  if (program === 'seq') return counted(args);
  // What people write of a change asks for nothing special: a job behind `[full]` in it is behind a request.
  if (program === 'git')
    return saysMessage(args) ? (args.some(arg => arg.endsWith('%b')) ? '\n' : 'Change\n') : undefined;
  if (program === 'echo') return args.some(arg => arg.startsWith('-')) ? undefined : `${args.join(' ')}\n`;
  if (program === 'printf' && args[0] === '%s\\n')
    return args
      .slice(1)
      .map(line => `${line}\n`)
      .join('');
  return undefined;
}

/** `git log -1 --format=%B`, `git show -s --pretty=%s`: what somebody wrote of the last change. */
function saysMessage([command, ...args]: readonly string[]): boolean {
  const isLast = command === 'log' ? args.some(arg => /^(-1|-n1?|--max-count=1)$/.test(arg)) : command === 'show';
  return isLast && args.some(arg => /^(--format|--pretty)=(format:|tformat:)?%[Bsb]$/.test(arg));
}

/** seq(1) of whole numbers. */
function counted(args: readonly string[]): string | undefined {
  if (args.length < 1 || args.length > 2 || !args.every(arg => /^\d+$/.test(arg))) return undefined;
  const [from, to] = args.length === 1 ? [1, Number(args[0])] : [Number(args[0]), Number(args[1])];
  if (to - from > MOST) return undefined;
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `${from + index}\n`).join('');
}
