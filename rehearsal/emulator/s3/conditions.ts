import type { IncomingHttpHeaders } from 'node:http';
import { type Reply, refuse } from './reply.ts';
import type { StoredObject } from './storage.ts';

/**
 * What stands against a conditional write, decided in one step with the write itself ("Conditional writes", S3 user guide):
 * `If-None-Match: *` when the key is there, `If-Match` when it is not or has another ETag.
 */
export function writeRefusal(headers: IncomingHttpHeaders, there: StoredObject | undefined): Reply | undefined {
  const none = headers['if-none-match'];
  if (none !== undefined && none !== '*') return refuse('NotImplemented', 'If-None-Match takes only *');
  if (none === '*' && there) return refuse('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  const match = headers['if-match'];
  if (match === undefined) return undefined;
  if (!there) return refuse('NoSuchKey');
  return names(match, there) ? undefined : refuse('PreconditionFailed', undefined, { Condition: 'If-Match' });
}

/** What stands against a conditional read (RFC 9110, section 13.2.2). */
export function readRefusal(headers: IncomingHttpHeaders, object: StoredObject): Reply | undefined {
  const modified = Math.floor(object.modifiedAt.getTime() / 1000) * 1000;
  const match = headers['if-match'];
  const since = Date.parse(headers['if-unmodified-since'] ?? '');
  if (match !== undefined ? !names(match, object) : modified > since) return refuse('PreconditionFailed');
  const none = headers['if-none-match'];
  const after = Date.parse(headers['if-modified-since'] ?? '');
  if (none !== undefined ? names(none, object) : modified <= after)
    return { status: 304, code: 'NotModified', headers: { etag: `"${object.etag}"` } };
  return undefined;
}

function names(condition: string, object: StoredObject): boolean {
  return condition.split(',').some(each => ['*', `"${object.etag}"`, object.etag].includes(each.trim()));
}
