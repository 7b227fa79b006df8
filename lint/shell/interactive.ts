import type { SimpleCommand } from './commands.ts';
import type { ShellReading } from './construct.ts';
import { type Question, question } from './questions.ts';

/** A command that would wait for somebody, and what keeps it from that. */
export interface Waiting extends Question {
  readonly command: SimpleCommand;
}

/** A stage has no terminal, and its standard input is empty. */
export function waiting({ commands, constructs }: ShellReading): readonly Waiting[] {
  const found: Waiting[] = [];
  for (const [index, command] of commands.entries()) {
    if (command.kind !== 'command' || command.calls || command.words.length === 0) continue;
    const asks = question(command);
    if (!asks || (!asks.deaf && isFed(command, index, { commands, constructs, errors: [] }))) continue;
    found.push({ command, ...asks });
  }
  for (const one of constructs) {
    if (one.kind !== 'pipe' || one.parts.length < 2) continue;
    const command = commands[one.parts[0]!.from];
    const shell = commands[one.parts.at(-1)!.from];
    // rustup's installer asks the terminal itself, whatever is on its input.
    if (!command?.words.some(({ value }) => /sh\.rustup\.rs|rust-lang\.org\/rustup/.test(value ?? ''))) continue;
    if (
      /^(ba)?sh$/.test(shell?.words[0]?.value ?? '') &&
      !shell!.words.some(({ value }) => /^-[a-z]*y$/.test(value ?? ''))
    )
      found.push({ command, how: 'confirm', instead: '`| sh -s -- -y`' });
  }
  for (const one of constructs)
    if (one.kind === 'loop' && one.how === 'select') {
      const command = commands[one.body.from];
      if (!command || isFed(command, one.body.from, { commands, constructs, errors: [] })) continue;
      const text = `select ${one.variable ?? ''} in …`;
      const word = { value: text, text, glob: false, start: one.start, end: one.start + 'select'.length };
      found.push({
        command: { ...command, words: [word], written: [word], start: word.start, end: word.end },
        how: 'read',
        instead: 'a parameter of the campaign: `${{ params.x }}`',
      });
    }
  return found;
}

/** Something is on its standard input: a pipe, a file, a here-document, also that of a loop or group around it. */
function isFed(command: SimpleCommand, index: number, { commands, constructs }: ShellReading): boolean {
  const feeds = (operator: string) => operator.startsWith('<');
  if (command.redirects.some(({ operator }) => feeds(operator))) return true;
  // `exec < file` feeds all that follows.
  if (
    commands
      .slice(0, index)
      .some(
        ({ words, redirects, context }) =>
          words.length === 0 &&
          context.shell <= command.context.shell &&
          redirects.some(({ operator }) => operator === '<'),
      )
  )
    return true;
  return constructs.some(one => {
    if (one.kind === 'pipe') return one.parts.slice(1).some(({ from, to }) => from <= index && index < to);
    if (one.kind === 'redirected')
      return one.redirects.some(({ operator }) => feeds(operator)) && one.body.from <= index && index < one.body.to;
    // What calls the function may feed it.
    return one.kind === 'call' && one.body.from <= index && index < one.body.to && one.at !== index
      ? constructs.some(
          pipe => pipe.kind === 'pipe' && pipe.parts.slice(1).some(({ from, to }) => from <= one.at && one.at < to),
        )
      : false;
  });
}
