import { open } from 'node:fs/promises';
import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';

interface Upload {
  readonly sdk: typeof import('./s3-client.ts');
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  /** Only where there is no such object yet: then it fails with 412. */
  readonly once: boolean;
  readonly signal: AbortSignal;
}

/** Bytes of a part: at least 5 MiB, and at most 10,000 parts ("Multipart upload limits", S3 user guide). */
const leastPart = 8 * 2 ** 20;
const mostParts = 10_000;

/** Parts on their way at the same time. */
const together = 4;

/** Puts a file in parts, each repeated by the SDK where it does not arrive; S3 itself compares each with its checksum. */
export async function putParts({ sdk, client, bucket, key, path, once, signal }: Upload): Promise<void> {
  const file = await open(path, 'r');
  const place = { Bucket: bucket, Key: key };
  const condition = once ? { IfNoneMatch: '*' } : {};
  const broken = new AbortController();
  const options = { abortSignal: AbortSignal.any([signal, broken.signal]) };
  let UploadId: string | undefined;
  try {
    const { size } = await file.stat();
    const part = Math.max(leastPart, Math.ceil(size / mostParts));
    if (size <= part) {
      const Body = Buffer.alloc(size);
      await file.read(Body, 0, size, 0);
      await client.send(new sdk.PutObjectCommand({ ...place, ...condition, Body }), options);
      return;
    }
    const created = await client.send(
      new sdk.CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm: 'CRC32' }),
      options,
    );
    UploadId = created.UploadId;
    const parts: CompletedPart[] = [];
    let next = 0;
    const uploader = async () => {
      for (let index = next++; index * part < size; index = next++) {
        const Body = Buffer.alloc(Math.min(part, size - index * part));
        await file.read(Body, 0, Body.length, index * part);
        const PartNumber = index + 1;
        const { ETag, ChecksumCRC32 } = await client.send(
          new sdk.UploadPartCommand({ ...place, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
          options,
        );
        parts[index] = { PartNumber, ...(ETag && { ETag }), ...(ChecksumCRC32 && { ChecksumCRC32 }) };
      }
    };
    // A part that arrives after the upload was given up stays, and is paid for: nothing may be on its way by then.
    const failures: unknown[] = [];
    const failed = (error: unknown) => {
      failures.push(error);
      broken.abort();
    };
    await Promise.all(Array.from({ length: together }, () => uploader().catch(failed)));
    if (failures.length > 0) throw failures[0];
    await client.send(
      new sdk.CompleteMultipartUploadCommand({ ...place, ...condition, UploadId, MultipartUpload: { Parts: parts } }),
      options,
    );
  } catch (error) {
    // Parts that nobody completes are paid for; where even that fails, it is the first error that counts.
    if (UploadId !== undefined)
      await client.send(new sdk.AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
}
