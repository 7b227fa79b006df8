import { source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import type { Locked } from './locks.ts';
import type { Need } from './need.ts';

/** Linkers and compiler drivers that cargo is told to use. AL2023 has no package of mold: the package list of its release notes. */
export const LINKERS: readonly Need[] = [
  {
    names: ['mold'],
    al2023: ['mold'],
    ubuntu: ['mold'],
    why: 'cargo links with it whatever it compiles',
    source: 'doc.rust-lang.org/cargo/reference/config.html#targettriplelinker; packages.ubuntu.com mold',
  },
  {
    names: ['lld'],
    al2023: ['lld'],
    ubuntu: ['lld'],
    why: 'cargo links with it whatever it compiles',
    source: 'doc.rust-lang.org/cargo/reference/config.html#targettriplelinker',
  },
  {
    names: ['clang'],
    al2023: ['clang'],
    ubuntu: ['clang'],
    why: 'cargo links through it whatever it compiles',
    source: 'doc.rust-lang.org/cargo/reference/config.html#targettriplelinker',
  },
];

/**
 * The linkers that the repository's `.cargo/config.toml` names for Linux. `flags`: RUSTFLAGS are set elsewhere, so that those
 * of the file do not count (doc.rust-lang.org/cargo/reference/config.html#buildrustflags). `isBuilt`: which targets something is compiled for.
 */
export function linkersOf(
  facts: RepositoryFacts,
  flags: boolean,
  isBuilt: (target: string) => boolean,
): readonly Locked[] {
  for (const path of ['.cargo/config.toml', '.cargo/config']) {
    const text = facts.read(path);
    if (text === undefined) continue;
    const from = source(path, text);
    const found: Locked[] = [];
    let foreign = false;
    let offset = 0;
    for (const line of text.split('\n')) {
      const start = offset;
      offset += line.length + 1;
      const section = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
      if (section !== undefined) {
        const target = /^target\.["']?(\w+-[\w.-]+)["']?$/.exec(section)?.[1];
        foreign = isForeign(section) || (target !== undefined && !isBuilt(target));
      }
      if (foreign || /^\s*#/.test(line)) continue;
      for (const [name, at] of namedIn(line.replace(/\s#.*$/, ''), flags))
        found.push({
          name,
          dependencies: [],
          place: { source: from, range: { start: start + at, end: start + at + name.length } },
        });
    }
    return found.filter((one, index) => found.findIndex(({ name }) => name === one.name) === index);
  }
  return [];
}

/** A section of `.cargo/config.toml` that has no say in what is compiled for Linux. */
export function isForeign(section: string): boolean {
  if (!section.startsWith('target.')) return !/^(build|host)$/.test(section);
  return /windows|apple|darwin|macos|wasm|android|ios|bsd|not\(/i.test(section);
}

/** The linkers that a line of `.cargo/config.toml` names, or flags of rustc's, and where in it; `flags`: those of a file do not count. */
export function* namedIn(line: string, flags: boolean): Iterable<readonly [name: string, at: number]> {
  const linker = /^\s*linker\s*=\s*["'](?:\/usr\/bin\/)?(clang|mold)["']/.exec(line);
  if (linker) yield [linker[1]!, linker[0].lastIndexOf(linker[1]!)];
  if (flags) return;
  for (const match of line.matchAll(
    /-fuse-ld=(?:\/usr\/bin\/)?(mold|lld)\b|linker=(clang)\b|--ld-path=\S*?(mold|lld)\b/g,
  )) {
    const name = match[1] ?? match[2] ?? match[3]!;
    yield [name, match.index + match[0].lastIndexOf(name)];
  }
}
