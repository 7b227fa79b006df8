import { quote } from '../../../plan/quote.ts';
import { upwards } from '../../path.ts';
import type { Command } from '../command.ts';
import { xtaskCalls } from '../programs/xtask.ts';
import { inside, join, type Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { cargoMakeCalls } from './cargo-make.ts';

/** A cargo alias of `.cargo/config.toml` (of the directory or one above it) as the command it stands for. */
export function cargoCalls(command: Command, repository: Repository): readonly Called[] {
  const directory = inside(repository, command.cwd);
  const args = command.words.slice(1);
  const at = args.findIndex(word => !word.startsWith('+') && !word.startsWith('-'));
  const name = args[at];
  if (directory === undefined || name === undefined) return [];
  if (name === 'make') return cargoMakeCalls(command, args.slice(at + 1), repository);
  const started = xtaskCalls(command, repository);
  if (started.length > 0) return started;
  const alias = aliasOf(directory, name, repository);
  if (alias === undefined) return [];
  const words = ['cargo', ...args.slice(0, at), ...alias, ...args.slice(at + 1)];
  return [
    {
      hop: { label: `cargo ${name}` },
      text: words.map(quote).join(' '),
      cwd: command.cwd,
    },
  ];
}

function aliasOf(directory: string, name: string, repository: Repository): readonly string[] | undefined {
  for (const at of upwards(directory)) {
    for (const file of ['.cargo/config.toml', '.cargo/config']) {
      const path = join(at, file);
      const aliases = repository.files.remember(`aliases ${path}`, () => parse(repository.files.read(path) ?? ''));
      const alias = aliases.get(name);
      if (alias !== undefined) return alias;
    }
  }
  return undefined;
}

function parse(text: string): ReadonlyMap<string, readonly string[]> {
  const section = /^\s*\[alias\]\s*$([\s\S]*?)(?=^\s*\[[^\]\n]*\]\s*$|(?![\s\S]))/m.exec(text)?.[1] ?? '';
  const aliases = new Map<string, readonly string[]>();
  for (const [, name, value] of section.matchAll(/^\s*["']?([\w-]+)["']?\s*=\s*("[^"]*"|'[^']*'|\[[^\]]*\])/gm)) {
    const words = value!.startsWith('[')
      ? [...value!.matchAll(/"([^"]*)"|'([^']*)'/g)].map(match => match[1] ?? match[2] ?? '')
      : value!.slice(1, -1).trim().split(/\s+/);
    aliases.set(name!, words);
  }
  return aliases;
}
