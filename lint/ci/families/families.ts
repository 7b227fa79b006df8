import type { Command } from '../command.ts';
import { unit, type WorkUnit } from '../coverage.ts';
import { DIFFED } from '../formatting.ts';
import type { Repository } from '../repository.ts';
import { cargo } from './cargo.ts';
import { go } from './go.ts';
import { make } from './make.ts';
import { pytest } from './pytest.ts';
import { suites } from './suites.ts';
import { tools } from './tools.ts';
import { words } from './words.ts';

/** What a command does, by the first family that knows it. CI says most commands many times, and each is read once. */
export function workOf(command: Command, repository: Repository): WorkUnit {
  const { words, text, cwd, env } = command;
  const key = `work ${JSON.stringify([repository.root, words, text, cwd ?? null, [...env]])}`;
  const known = repository.files.remember(key, () => read(command, repository));
  return known.command === command ? known : { ...known, command };
}

function read(command: Command, repository: Repository): WorkUnit {
  if (command.words.at(-1) !== DIFFED) return byFamily(command, repository);
  const plainly = byFamily({ ...command, words: command.words.slice(0, -1) }, repository);
  // What checks or runs by itself does so whatever is looked at behind it; of what only makes something, it is asked whether that is there already.
  return plainly.nature === 'check' || plainly.nature === 'run'
    ? { ...plainly, command }
    : unit(words, command, { ...words.read(command, repository)!, nature: 'check' });
}

function byFamily(command: Command, repository: Repository): WorkUnit {
  return (
    tried(cargo, command, repository) ??
    tried(pytest, command, repository) ??
    tried(go, command, repository) ??
    tried(tools, command, repository) ??
    tried(suites, command, repository) ??
    tried(make, command, repository) ??
    tried(words, command, repository)!
  );
}

function tried<D extends object>(
  family: Parameters<typeof unit<D>>[0],
  command: Command,
  repository: Repository,
): WorkUnit | undefined {
  const work = family.read(command, repository);
  return work && unit(family, command, work);
}
