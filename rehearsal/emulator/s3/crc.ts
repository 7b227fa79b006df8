/** CRC-32C (Castagnoli), reflected 0x1EDC6F41, as RFC 3720 has it. */
export function crc32c(body: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of body) crc = castagnoli[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** CRC-64/NVME, reflected 0xAD93D23594C93659, in two words: BigInt would be a hundred times slower. Most significant byte first. */
export function crc64nvme(body: Buffer): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of body) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ nvme.low[index]!;
    high = (high >>> 8) ^ nvme.high[index]!;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(~high >>> 0, 0);
  bytes.writeUInt32BE(~low >>> 0, 4);
  return bytes;
}

const castagnoli = Int32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

const nvme = nvmeTables();

function nvmeTables(): { readonly high: Int32Array; readonly low: Int32Array } {
  const high = new Int32Array(256);
  const low = new Int32Array(256);
  for (let index = 0; index < 256; index++) {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    high[index] = Number(BigInt.asIntN(32, crc >> 32n));
    low[index] = Number(BigInt.asIntN(32, crc));
  }
  return { high, low };
}
