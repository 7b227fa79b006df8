import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '../../rehearsal/emulator/s3/credentials.ts';
import { same } from '../../rehearsal/emulator/s3/signature.ts';
import { Failure } from './failure.ts';

/** A POST to `/`, the only request that these services have. */
export interface Post {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const maxSkew = 15 * 60_000;

/**
 * Whose signature it is, by AWS Signature Version 4 in the Authorization header ("Signing AWS API requests", the IAM user guide).
 * Unlike S3 these services take no payload header: what was signed is the digest of the body.
 */
export function signer(
  { url, headers, body }: Post,
  service: string,
  region: string,
  credentials: readonly Credentials[],
): Credentials {
  const { authorization } = headers;
  if (authorization === undefined) throw new Failure('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  const match = /^AWS4-HMAC-SHA256 +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([\da-f]{64})$/.exec(
    authorization,
  );
  if (!match) throw incomplete(`Authorization header is not of Signature Version 4: ${authorization.split(' ')[0]}`);
  const [, credential = '', signedHeaders = '', signature = ''] = match;
  const [accessKeyId = '', date = '', ofRegion = '', ofService = '', end = ''] = credential.split('/');
  const names = signedHeaders.split(';');
  for (const name of ['host', 'x-amz-date', ...('x-amz-target' in headers ? ['x-amz-target'] : [])])
    if (!names.includes(name)) throw incomplete(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
  if (ofService !== service || ofRegion !== region || end !== 'aws4_request')
    throw mismatch(`Credential should be scoped to correct service: '${service}' and region '${region}'.`);
  const known = credentials.find(each => each.accessKeyId === accessKeyId);
  if (!known || known.sessionToken !== headers['x-amz-security-token'])
    throw new Failure(
      service === 'ec2'
        ? 'AuthFailure'
        : service === 'ssm' || service === 'servicequotas'
          ? 'UnrecognizedClientException'
          : 'InvalidClientTokenId',
      service === 'ec2'
        ? 'AWS was not able to validate the provided access credentials'
        : 'The security token included in the request is invalid.',
      service === 'ec2' ? 401 : service === 'ssm' || service === 'servicequotas' ? 400 : 403,
    );
  const timestamp = String(headers['x-amz-date'] ?? '');
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (!timestamp.startsWith(date) || Number.isNaN(at))
    throw mismatch('Date in Credential scope does not match X-Amz-Date.');
  if (Math.abs(Date.now() - at) > maxSkew)
    throw new Failure(
      service === 'ec2' ? 'RequestExpired' : 'InvalidSignatureException',
      service === 'ec2' ? 'Request has expired.' : `Signature expired or not yet current: ${timestamp}`,
    );
  const canonical = [
    'POST',
    url.split('?')[0],
    '',
    ...names.map(name => `${name}:${[headers[name] ?? ''].flat().join(',').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    digest(body),
  ].join('\n');
  const key = [date, ofRegion, ofService, end].reduce(hmac, Buffer.from(`AWS4${known.secretAccessKey}`));
  const text = ['AWS4-HMAC-SHA256', timestamp, `${date}/${ofRegion}/${ofService}/${end}`, digest(canonical)].join('\n');
  if (!same(hmac(key, text).toString('hex'), signature))
    throw service === 'ec2'
      ? new Failure('AuthFailure', 'AWS was not able to validate the provided access credentials', 401)
      : mismatch(
          'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
          service,
        );
  return known;
}

function incomplete(message: string): Failure {
  return new Failure('IncompleteSignature', message);
}

function mismatch(message: string, service = ''): Failure {
  return service === 'ssm' || service === 'servicequotas'
    ? new Failure('InvalidSignatureException', message)
    : new Failure('SignatureDoesNotMatch', message, 403);
}

function digest(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
