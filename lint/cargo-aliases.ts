import type { RepositoryFacts } from './facts.ts';
import { base, relative, upwards } from './path.ts';
import type { SimpleCommand } from './shell/commands.ts';

/** Aliases by their names, each as the words that it stands for. */
type Aliases = ReadonlyMap<string, readonly string[]>;

/** The words that an alias of `.cargo/config.toml` stands for, in a directory of the repository or one above it. */
export function cargoAlias(
  directory: string,
  name: string,
  aliasesIn: (path: string) => Aliases,
): readonly string[] | undefined {
  for (const at of upwards(directory))
    for (const file of ['.cargo/config.toml', '.cargo/config']) {
      const alias = aliasesIn(at === '' ? file : `${at}/${file}`).get(name);
      if (alias !== undefined) return alias;
    }
  return undefined;
}

/** What the `[alias]` of such a file says. */
export function parseCargoAliases(text: string): Aliases {
  const section = /^[ \t]*\[alias\][ \t]*$([\s\S]*?)(?=^[ \t]*\[[^\]\n]*\][ \t]*$|(?![\s\S]))/m.exec(text)?.[1] ?? '';
  const aliases = new Map<string, readonly string[]>();
  for (const [, name, value] of section.matchAll(
    /^[ \t]*["']?([\w-]+)["']?[ \t]*=[ \t]*("[^"]*"|'[^']*'|\[[^\]]*\])/gm,
  )) {
    const words = value!.startsWith('[')
      ? [...value!.matchAll(/"([^"]*)"|'([^']*)'/g)].map(match => match[1] ?? match[2] ?? '')
      : value!.slice(1, -1).trim().split(/\s+/);
    aliases.set(name!, words);
  }
  return aliases;
}

const known = new WeakMap<RepositoryFacts, Map<string, Aliases>>();

/** A command of cargo's with what its alias stands for; what runs the repository's own tasks (`xtask`) is left as it is. */
export function unaliased<C extends SimpleCommand & { readonly directory: string | undefined }>(
  command: C,
  root: string,
  facts: RepositoryFacts,
): C {
  const { kind, words } = command;
  if (kind !== 'command' || base(words[0]?.value ?? '') !== 'cargo') return command;
  const at = words.findIndex(({ value }, index) => index > 0 && !/^[-+]/.test(value ?? '-'));
  const directory = relative(root, command.directory);
  const word = words[at];
  if (!word?.value || directory === undefined) return command;
  let files = known.get(facts);
  if (!files) known.set(facts, (files = new Map()));
  const alias = cargoAlias(directory, word.value, path => {
    const found = files.get(path) ?? parseCargoAliases(facts.read(path) ?? '');
    files.set(path, found);
    return found;
  });
  if (!alias || alias.some(one => /xtask/.test(one)) || alias[0] === word.value) return command;
  const meant = alias.map(text => ({ ...word, value: text, text }));
  return { ...command, words: [...words.slice(0, at), ...meant, ...words.slice(at + 1)] };
}
