import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../package.json';
import { nearest } from '../schema/nearest.ts';
import type { Command } from './command.ts';
import { type Context, colorsFor, tellRefusal } from './context.ts';
import { commandHelp, overview } from './help.ts';
import { checkArguments, type Invocation, parse, splitCommand } from './invocation.ts';
import { CLOSED_PIPE, type Io, OutputClosed, Refusal } from './io.ts';

/** Runs one command line of `commands` and answers its exit code. Nothing is left to write when it has answered. */
export async function main(argv: readonly string[], io: Io, commands: readonly Command[]): Promise<number> {
  try {
    return await dispatch(argv, io, commands);
  } catch (error) {
    if (error instanceof OutputClosed) return CLOSED_PIPE;
    const options = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);
    const colors = colorsFor(io.stderr, io.env, options.includes('--no-color'));
    const { bold, red } = colors;
    const trace = options.includes('--debug') && error instanceof Error ? `${error.stack}\n` : '';
    if (error instanceof Refusal) {
      tellRefusal(error, io, colors);
      io.stderr.write(trace);
      return error.exitCode;
    }
    const said = error instanceof Error ? error.message : String(error);
    io.stderr.write(
      `${red(bold('internal error:'))} ${said}\n  ${bold('help:')} this is a fault of campaign ${version} itself; please report it with the output of the same command and --debug\n${trace}`,
    );
    return 70;
  }
}

async function dispatch(argv: readonly string[], io: Io, commands: readonly Command[]): Promise<number> {
  const { before, name, after } = splitCommand(argv);
  const top = parse(before);
  if (top.has('version')) {
    io.stdout.write(`campaign ${version}\n`);
    return 0;
  }
  if (name === undefined || (name === 'help' && after.length === 0)) {
    const asked = top.has('help') || name === 'help';
    (asked ? io.stdout : io.stderr).write(overview(commands));
    return asked ? 0 : 2;
  }
  if (name === 'help') {
    io.stdout.write(commandHelp(commandNamed(parse(after).arguments[0] ?? after[0]!, commands)));
    return 0;
  }
  const command = commandNamed(name, commands);
  const invocation = parse(after, command);
  if (top.has('help') || invocation.has('help')) {
    io.stdout.write(commandHelp(command));
    return 0;
  }
  checkArguments(command, invocation);
  return await command.run(invocation, contextOf(top, invocation, io));
}

function commandNamed(name: string, commands: readonly Command[]): Command {
  const command = commands.find(candidate => candidate.name === name);
  if (command) return command;
  const near = nearest(name, ['help', ...commands.map(candidate => candidate.name)]);
  throw new Refusal(
    `there is no command \`${name}\``,
    near ? `did you mean \`campaign ${near}\`?` : 'see what there is: campaign --help',
  );
}

function contextOf(top: Invocation, invocation: Invocation, io: Io): Context {
  const has = (option: string) => top.has(option) || invocation.has(option);
  const quiet = has('quiet');
  const off = has('no-color');
  return {
    io,
    cwd: directoryOf([...top.values('directory'), ...invocation.values('directory')], io.cwd),
    quiet,
    verbose: has('verbose'),
    debug: has('debug'),
    colors: { stdout: colorsFor(io.stdout, io.env, off), stderr: colorsFor(io.stderr, io.env, off) },
    note: text => {
      if (!quiet) io.stderr.write(`${text}\n`);
    },
  };
}

function directoryOf(asked: readonly string[], cwd: string): string {
  const directory = resolve(cwd, ...asked);
  if (asked.length > 0 && !statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw new Refusal(`-C ${asked.join(' -C ')}: there is no such directory`);
  return directory;
}
