import type { SimpleCommand } from '../shell/commands.ts';
import type { Construct, ShellReading } from '../shell/construct.ts';
import { ofPipe, ofValues } from './downloads.ts';
import { inFile } from './files.ts';
import { type Around, ofCommand, ofWith } from './installers.ts';
import type { Loose, Near } from './loose.ts';

/**
 * What a text brings from outside without saying which. `built` are the images that the plan builds itself, `near` reads the
 * files of the repository that say what is installed.
 */
export function looseIn(
  { commands, constructs }: Pick<ShellReading, 'commands' | 'constructs'>,
  built: ReadonlySet<string>,
  near: Near,
): readonly Loose[] {
  const found: Loose[] = [];
  for (const one of constructs) {
    const piped =
      one.kind === 'pipe' ? ofPipe(one, commands) : one.kind === 'values' ? ofValues(one, commands) : undefined;
    if (piped) found.push(piped);
  }
  const around = (later: readonly SimpleCommand[]): Around => ({
    later,
    built,
    near,
    looseIn: (text, start, file) => inFile(text, start, file, inner => looseIn(inner, built, near)),
  });
  for (const [index, command] of commands.entries()) {
    if (command.kind !== 'command' || command.words.length === 0) continue;
    if (
      isPiped(index, constructs, commands) ||
      found.some(({ start, end, file }) => !file && start <= command.start && command.end <= end)
    )
      continue;
    found.push(...ofCommand(command, around(commands.slice(index + 1))), ...ofWith(command));
  }
  return found.filter(
    (one, at) => found.findIndex(other => other.start === one.start && other.file?.path === one.file?.path) === at,
  );
}

/** A part of `curl | sh`, which has been told. */
function isPiped(index: number, constructs: readonly Construct[], commands: readonly SimpleCommand[]): boolean {
  return constructs.some(
    one =>
      one.kind === 'pipe' &&
      one.parts[0]!.from <= index &&
      index < one.parts.at(-1)!.to &&
      ofPipe(one, commands) !== undefined,
  );
}
