import { base } from '../path.ts';
import type { Command } from './command.ts';

/** What a command has another package for, and which of them it is, from 0. */
export interface Replaced {
  readonly change: string;
  readonly at: number;
}

/**
 * What the commands of one text have other packages than the project's own files name: one taken away, one of another version as far as
 * cargo, go and the managers of npm are told it, the lowest versions of all. What is tested then may fail where it passes with the usual ones.
 */
export function replacedPackages(commands: readonly Command[]): readonly Replaced[] {
  const found = commands.flatMap(({ words }, index) =>
    replacedBy(words, commands.slice(index + 1)).map(change => ({ change, at: index })),
  );
  return found.filter(({ change }, index) => found.findIndex(one => one.change === change) === index);
}

function replacedBy(words: readonly string[], after: readonly Command[]): readonly string[] {
  const removed = removedBy(words);
  if (removed.length === 0) return changesOf(words);
  // What is put in again is only made anew.
  const later = new Set(after.flatMap(({ words }) => (installs(words) ? words : [])));
  return later.has('.') || later.has('-e')
    ? []
    : removed.filter(name => !later.has(name)).map(name => `without ${name}`);
}

const MANAGER = /^(npm|pnpm|yarn|bun)$/;

/** The words behind the name of pip, however it is started. */
function pipWords(words: readonly string[]): readonly string[] | undefined {
  const at = words.findIndex(word => /^pip[\d.]*$/.test(base(word)));
  return at >= 0 && at <= 2 && /^(pip|python|uv)[\d.]*$/.test(base(words[0]!)) ? words.slice(at + 1) : undefined;
}

function installs(words: readonly string[]): boolean {
  return words.some(word => /^(install|i|add|sync)$/.test(word));
}

function removedBy(words: readonly string[]): readonly string[] {
  const pip = pipWords(words);
  const rest =
    pip?.[0] === 'uninstall'
      ? pip
      : (MANAGER.test(words[0]!) || /^(uv|poetry|pdm)$/.test(words[0]!)) &&
          /^(remove|rm|uninstall)$/.test(words[1] ?? '')
        ? words.slice(1)
        : [];
  return isGlobal(words) ? [] : rest.slice(1).filter(word => !word.startsWith('-'));
}

function changesOf(words: readonly string[]): readonly string[] {
  const [program = '', ...given] = words.filter(word => !word.startsWith('+'));
  // `yarn workspace core add …`
  const rest = base(program) === 'yarn' && given[0] === 'workspace' ? given.slice(2) : given;
  const [sub = ''] = rest;
  const name = base(program);
  // doc.rust-lang.org/cargo, "cargo update"; "Unstable Features", "minimal-versions".
  if (name === 'cargo' && sub === 'update') {
    const text = rest.filter(word => !/^-(q|v+|-quiet|-verbose|-workspace)$/.test(word)).join(' ');
    return /--precise\b|-Z ?(direct-)?minimal-versions/.test(text) ? [`cargo ${text}`] : [];
  }
  // go.dev, "Go Modules Reference": `go get` of a version, and what `replace` puts in a module's place.
  if (name === 'go' && sub === 'get') return rest.filter(word => /@v\d/.test(word) && !word.includes('/cmd/'));
  if (name === 'go' && sub === 'mod' && rest[1] === 'edit')
    return rest.filter(word => /^-(replace|require)=/.test(word));
  if (MANAGER.test(name) && installs([sub]) && !isGlobal(rest))
    return rest.filter(word => /^(@[\w.-]+\/)?[\w.-]+@([~^]?\d|next$|canary$|beta$)/.test(word));
  // docs.astral.sh/uv, "Resolution strategy".
  const lowest = /--resolution[= ](lowest(-direct)?)\b/.exec(words.join(' '))?.[1];
  return name === 'uv' && lowest !== undefined ? [`resolution ${lowest}`] : [];
}

function isGlobal(words: readonly string[]): boolean {
  return words.some(word => word === '-g' || word === '--global');
}
