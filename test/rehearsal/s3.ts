import { type S3, type S3Options, startS3 } from '../../rehearsal/emulator/s3/server.ts';

/** A server with a bucket `results`, closed when its scope ends. */
export async function s3(options: Partial<S3Options> = {}): Promise<S3 & AsyncDisposable> {
  const server = await startS3({ buckets: ['results'], ...options });
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.close() });
}

/** What the clients of AWS read from their environment, and nothing of this machine's. */
export function awsEnvironment(server: Pick<S3, 'accessKeyId' | 'secretAccessKey'>): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
}
