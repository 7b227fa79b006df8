import { type Command, globalOptions, type Option, optionLabel, topOptions, usage } from './command.ts';

/** `campaign --help`. */
export function overview(commands: readonly Command[]): string {
  return [
    'Lint, compile and run paid benchmark and validation campaigns.',
    '',
    'usage: campaign COMMAND [OPTIONS] [ARGUMENTS]',
    '',
    'commands:',
    ...columns(commands.map(command => [command.name, command.summary])),
    '',
    'options:',
    ...optionLines([...topOptions, ...globalOptions]),
    '',
    'start here: campaign init, then campaign lint, plan, run',
    'more on a command: campaign help COMMAND',
    '',
  ].join('\n');
}

/** `campaign CMD --help`. */
export function commandHelp(command: Command): string {
  const lines = [`${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}`, '', `usage: ${usage(command)}`];
  for (const paragraph of command.description?.split('\n\n') ?? [])
    lines.push('', ...fold(paragraph.replaceAll('\n', ' '), 80));
  if (command.arguments.length > 0)
    lines.push('', 'arguments:', ...columns(command.arguments.map(argument => [argument.name, argument.summary])));
  if (command.options.length > 0) lines.push('', 'options:', ...optionLines(command.options));
  lines.push('', 'options of every command:', ...optionLines(globalOptions));
  lines.push('', 'examples:');
  for (const { command: line, meaning } of command.examples) lines.push(`  ${line}`, `      ${meaning}`);
  if (command.exits)
    lines.push('', 'exit codes:', ...columns(command.exits.map(([code, meaning]) => [String(code), meaning])));
  return `${lines.join('\n')}\n`;
}

function optionLines(options: readonly Option[]): string[] {
  return columns(options.map(option => [optionLabel(option), option.summary]));
}

/** Two columns; a text that would not fit in 80 stands on lines of its own. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const left = Math.min(28, Math.max(...rows.map(([name]) => name.length))) + 2;
  return rows.flatMap(([name, text]) => {
    const lines = fold(text, 78 - left);
    const first = name.length + 2 > left ? [`  ${name}`] : [];
    const rest = first.length > 0 ? lines : lines.slice(1);
    return [
      ...(first.length > 0 ? first : [`  ${name.padEnd(left)}${lines[0]}`]),
      ...rest.map(line => `  ${' '.repeat(left)}${line}`),
    ];
  });
}

/** Breaks a text at spaces. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
