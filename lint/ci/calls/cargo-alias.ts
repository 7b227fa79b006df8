import { quote } from '../../../plan/quote.ts';
import { cargoAlias, parseCargoAliases } from '../../cargo-aliases.ts';
import type { Command } from '../command.ts';
import { xtaskCalls } from '../programs/xtask.ts';
import { inside, type Repository } from '../repository.ts';
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
  const alias = cargoAlias(directory, name, path =>
    repository.files.remember(`aliases ${path}`, () => parseCargoAliases(repository.files.read(path) ?? '')),
  );
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
