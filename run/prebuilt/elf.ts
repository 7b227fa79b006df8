/** The section that lists which versions of which libraries a program needs (Linux Standard Base, "Symbol Versioning"). */
const VERSIONS_NEEDED = 0x6ffffffe;

/** The symbol is only used where it is there (`VER_FLG_WEAK`). */
const WEAK = 2;

/**
 * The least version of the GNU C library with which a program or shared library starts, as `2.34`; `undefined` for other files, for
 * static programs, and for what is no 64-bit little-endian ELF (every machine of EC2 is).
 */
export function leastGlibc(bytes: Buffer): string | undefined {
  const isElf = bytes.length >= 64 && bytes.readUInt32BE(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1;
  if (!isElf) return undefined;
  try {
    return neededVersions(bytes)
      .flatMap(name => /^GLIBC_(\d+(?:\.\d+)+)$/.exec(name)?.[1] ?? [])
      .reduce<string | undefined>((most, one) => (most !== undefined && !isNewer(one, most) ? most : one), undefined);
  } catch (error) {
    // Offsets that lead out of the file: it is damaged, or no program at all.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Offsets are those of Elf64_Ehdr, Elf64_Shdr, Elf64_Verneed and Elf64_Vernaux (elf(5)). */
function neededVersions(bytes: Buffer): string[] {
  const table = Number(bytes.readBigUInt64LE(40));
  const size = bytes.readUInt16LE(58);
  const count = bytes.readUInt16LE(60);
  const section = (index: number) => {
    const at = table + index * size;
    return {
      type: bytes.readUInt32LE(at + 4),
      offset: Number(bytes.readBigUInt64LE(at + 24)),
      link: bytes.readUInt32LE(at + 40),
      entries: bytes.readUInt32LE(at + 44),
    };
  };
  const names: string[] = [];
  for (let index = 0; index < count; index++) {
    const { type, offset, link, entries } = section(index);
    if (type !== VERSIONS_NEEDED) continue;
    const strings = section(link).offset;
    let need = offset;
    for (let entry = 0; entry < entries; entry++) {
      let version = need + bytes.readUInt32LE(need + 8);
      for (let left = bytes.readUInt16LE(need + 2); left > 0; left--) {
        const name = strings + bytes.readUInt32LE(version + 8);
        if (!(bytes.readUInt16LE(version + 4) & WEAK))
          names.push(bytes.toString('latin1', name, bytes.indexOf(0, name)));
        version += bytes.readUInt32LE(version + 12);
      }
      need += bytes.readUInt32LE(need + 12);
    }
  }
  return names;
}

/** Whether a version such as `2.34` comes after another one. */
export function isNewer(version: string, other: string): boolean {
  const [left, right] = [version, other].map(text => text.split('.').map(Number));
  for (let index = 0; index < Math.max(left!.length, right!.length); index++) {
    const difference = (left![index] ?? 0) - (right![index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
