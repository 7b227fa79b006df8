import { type CargoFlags, plainFlags } from './cargo-flags.ts';
import type { RustChannel } from './toolchain/rust-channel.ts';

/** In what two commands of cargo disagree, so that one takes nothing of what the other has compiled; both sides as people say them. */
export interface Difference {
  readonly what: 'flags' | 'toolchain' | 'target' | 'linker';
  readonly here: string;
  readonly there: string;
}

/** How the two come to agree. */
export const AGREED: Readonly<Record<Difference['what'], string>> = {
  flags: 'give both the same RUSTFLAGS: in the campaign’s top-level `env`, or in `.cargo/config.toml`',
  toolchain: 'use the same toolchain in both: in `rust-toolchain.toml`, or with the same `+…`',
  target: 'write the same `--target` in both, or in neither',
  linker: 'name the linker in `.cargo/config.toml`, or in the campaign’s top-level `env`, which both have',
};

/** In what none of the builds agrees with a command; `undefined` where one does, where there is none, or where it cannot be told. */
export function differing(
  one: CargoFlags,
  builds: readonly CargoFlags[],
  channel: RustChannel | undefined,
): Difference | undefined {
  const code = (text: string | undefined, none: string) => (text ? `\`${text}\`` : none);
  const [first] = builds;
  if (!first || builds.some(other => agrees(one, other, channel))) return undefined;
  if (plainFlags(one.rustflags) !== plainFlags(first.rustflags) && one.rustflags !== '?' && first.rustflags !== '?')
    return {
      what: 'flags',
      here: one.rustflags ? `RUSTFLAGS \`${one.rustflags}\`` : 'no RUSTFLAGS',
      there: code(first.rustflags, 'none'),
    };
  const own = channel ? `\`${channel.name}\` of ${channel.place.source.path}` : 'the default toolchain';
  if (toolchainOf(one, channel) !== toolchainOf(first, channel))
    return { what: 'toolchain', here: code(one.toolchain, own), there: code(first.toolchain, own) };
  if (one.target !== first.target)
    return {
      what: 'target',
      here: code(one.target, 'the machine itself'),
      there: code(first.target, 'the machine itself'),
    };
  const linker = 'the one that cargo takes by itself';
  return one.linker !== first.linker
    ? { what: 'linker', here: code(one.linker, linker), there: code(first.linker, linker) }
    : undefined;
}

function agrees(a: CargoFlags, b: CargoFlags, channel: RustChannel | undefined): boolean {
  return (
    plainFlags(a.rustflags) === plainFlags(b.rustflags) &&
    toolchainOf(a, channel) === toolchainOf(b, channel) &&
    a.target === b.target &&
    a.linker === b.linker
  );
}

/** Without `+x` it is the one that the repository asks for. */
function toolchainOf({ toolchain }: CargoFlags, channel: RustChannel | undefined): string | undefined {
  return toolchain ?? (channel && `+${channel.name}`);
}
