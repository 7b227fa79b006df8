import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

export interface Endpoint {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The real SDK, pointed at a server under test; one attempt where `config` does not say otherwise. */
export function sdk({ url, accessKeyId, secretAccessKey }: Endpoint, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    ...config,
  });
}

/** What a call ends in: `ok`, or the name of the error and the HTTP status where there is one. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    const code = 'code' in error ? String(error.code) : error.name;
    return status === undefined ? code : `${status} ${error.name}`;
  }
}
