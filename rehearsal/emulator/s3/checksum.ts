import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64nvme } from './crc.ts';

/** The algorithms of docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html that all clients share. */
export const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type Algorithm = (typeof algorithms)[number];

export interface Checksum {
  readonly algorithm: Algorithm;
  /** Base64; a composite one ends in `-<parts>`. */
  readonly value: string;
  readonly type: 'COMPOSITE' | 'FULL_OBJECT';
}

/** The raw bytes of a checksum. */
export function digest(algorithm: Algorithm, body: Buffer): Buffer {
  switch (algorithm) {
    case 'CRC32':
      return word(crc32(body));
    case 'CRC32C':
      return word(crc32c(body));
    case 'CRC64NVME':
      return crc64nvme(body);
    case 'SHA1':
    case 'SHA256':
      return createHash(algorithm.toLowerCase()).update(body).digest();
  }
}

export function checksumOf(algorithm: Algorithm, body: Buffer): Checksum {
  return { algorithm, value: digest(algorithm, body).toString('base64'), type: 'FULL_OBJECT' };
}

/** The checksum of the parts' checksums, as a multipart object carries it. */
export function compositeOf(algorithm: Algorithm, parts: readonly Buffer[]): Checksum {
  const whole = digest(algorithm, Buffer.concat(parts.map(part => digest(algorithm, part))));
  return { algorithm, value: `${whole.toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}

export function header(algorithm: Algorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** `ChecksumCRC32` and its like, as XML names it. */
export function element(algorithm: Algorithm): string {
  return `Checksum${algorithm}`;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
