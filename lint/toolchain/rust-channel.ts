import { type Place, source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';

/** The toolchain that the repository itself asks for, and where. */
export interface RustChannel {
  /** `1.82.0`, `stable`, `nightly-2024-10-01`. */
  readonly name: string;
  readonly place: Place;
}

/**
 * The channel of `rust-toolchain.toml` or `rust-toolchain`, which rustup follows without being told:
 * rust-lang.github.io/rustup/overrides.html#the-toolchain-file. The older name is looked for first, as rustup does.
 */
export function rustChannel(facts: RepositoryFacts): RustChannel | undefined {
  for (const path of ['rust-toolchain', 'rust-toolchain.toml']) {
    const text = facts.read(path);
    if (text === undefined) continue;
    const found =
      /^(\s*channel\s*=\s*["'])([\w.-]+)["']/m.exec(text) ??
      (path.endsWith('.toml') ? null : /^(\s*)([\w.-]+)\s*$/.exec(text));
    if (!found) continue;
    const start = found.index + found[1]!.length;
    const name = found[2]!;
    return { name, place: { source: source(path, text), range: { start, end: start + name.length } } };
  }
  return undefined;
}

/** Whether a channel is another compiler tomorrow. */
export function isMoving(channel: string): boolean {
  return /^(stable|beta|nightly)(-(?!\d{4}-)[\w-]+)?$/.test(channel);
}
