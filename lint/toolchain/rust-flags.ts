import type { RepositoryFacts } from '../facts.ts';
import { isForeign } from './linkers.ts';

/** The variables that `.cargo/config.toml` sets for whatever cargo runs: doc.rust-lang.org/cargo/reference/config.html#env. */
export function cargoVariables(facts: RepositoryFacts): readonly string[] {
  const text = facts.read('.cargo/config.toml') ?? facts.read('.cargo/config') ?? '';
  const section = text.split(/^(?=[ \t]*\[)/m).find(one => /^\s*\[env\]/.test(one)) ?? '';
  return [...section.matchAll(/^\s*"?(\w+)"?\s*=/gm)].map(match => match[1]!);
}

/**
 * The flags that `.cargo/config.toml` gives rustc on Linux, as one text; empty where it gives none. Those of a target take the place
 * of `[build]`'s: doc.rust-lang.org/cargo/reference/config.html#buildrustflags.
 */
export function rustFlags(facts: RepositoryFacts): string {
  const text = facts.read('.cargo/config.toml') ?? facts.read('.cargo/config') ?? '';
  const sections = text.replace(/^\s*#.*$/gm, '').split(/^(?=[ \t]*\[[^\]\n]+\][ \t]*(?:#.*)?$)/m);
  const flagsOf = (isOne: (name: string) => boolean) =>
    sections
      .flatMap(section => {
        const name = /^\s*\[([^\]\n]+)\]/.exec(section)?.[1] ?? '';
        const said = /^\s*rustflags\s*=\s*(\[[^\]]*\]|"[^"\n]*"|'[^'\n]*')/m.exec(section)?.[1];
        return said !== undefined && isOne(name) ? [said.replace(/["'[\],]+/g, ' ').trim()] : [];
      })
      .join(' ')
      .replace(/\s+/g, ' ');
  return flagsOf(name => name.startsWith('target.') && !isForeign(name)) || flagsOf(name => name === 'build');
}
