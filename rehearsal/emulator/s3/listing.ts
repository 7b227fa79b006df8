import type { Work } from './objects.ts';
import { document, type Reply, refuse } from './reply.ts';
import { type Bucket, compareBytes, type StoredObject } from './storage.ts';
import type { Element } from './xml.ts';

/** ListObjectsV2, and ListObjects in its older shape. */
export function listObjects({ call: { query, operation }, bucket }: Work): Reply {
  const second = operation === 'ListObjectsV2';
  if (second && query.get('list-type') !== '2') return refuse('InvalidArgument');
  const limit = maxOf(query.get('max-keys'));
  const encoding = encodingOf(query.get('encoding-type'));
  const token = query.get('continuation-token');
  const after = token === undefined ? (query.get(second ? 'start-after' : 'marker') ?? '') : unmark(token);
  if (limit === undefined || !encoding || after === undefined) return refuse('InvalidArgument');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const { rows, truncated } = page(bucket.keys(), { prefix, delimiter, after, limit });
  const last = rows.at(-1);
  const next: Element[] =
    truncated && last
      ? [second ? ['NextContinuationToken', mark(last.name)] : ['NextMarker', encoding(last.name)]]
      : [];
  const begin: Element[] = second
    ? [
        ['KeyCount', rows.length],
        ...(token === undefined ? [] : [['ContinuationToken', token] as const]),
        ...(query.has('start-after') ? [['StartAfter', encoding(query.get('start-after')!)] as const] : []),
      ]
    : [['Marker', encoding(query.get('marker') ?? '')]];
  return document([
    'ListBucketResult',
    [
      ['Name', bucket.name],
      ['Prefix', encoding(prefix)],
      ...begin,
      ['MaxKeys', limit],
      ...(delimiter === '' ? [] : [['Delimiter', encoding(delimiter)] as const]),
      ...(query.has('encoding-type') ? [['EncodingType', 'url'] as const] : []),
      ['IsTruncated', String(truncated)],
      ...next,
      ...rows.map(row => (row.common ? commonPrefix(encoding(row.name)) : contents(bucket, row.name, encoding))),
    ],
  ]);
}

interface Row {
  /** A key or a common prefix. */
  readonly name: string;
  readonly common: boolean;
}

/** A page of names, in order: keys under the prefix, those with the delimiter further on folded into one. */
export function page(
  keys: readonly string[],
  { prefix, delimiter, after, limit }: { prefix: string; delimiter: string; after: string; limit: number },
): { readonly rows: readonly Row[]; readonly truncated: boolean } {
  const rows: Row[] = [];
  for (const key of keys) {
    if (!key.startsWith(prefix) || compareBytes(key, after) <= 0) continue;
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = at < 0 ? key : key.slice(0, at + delimiter.length);
    // All of a common prefix has been told with its first key, be it on the page before.
    if (at >= 0 && (rows.at(-1)?.name === name || after === name)) continue;
    if (rows.length === limit) return { rows, truncated: limit > 0 };
    rows.push({ name, common: at >= 0 });
  }
  return { rows, truncated: false };
}

function contents(bucket: Bucket, key: string, encoding: (text: string) => string): Element {
  const object = bucket.objects.get(key) as StoredObject;
  return [
    'Contents',
    [
      ['Key', encoding(key)],
      ['LastModified', object.modifiedAt.toISOString()],
      ['ETag', `"${object.etag}"`],
      ...(object.checksum
        ? ([
            ['ChecksumAlgorithm', object.checksum.algorithm],
            ['ChecksumType', object.checksum.type],
          ] as const)
        : []),
      ['Size', object.body.length],
      ['StorageClass', 'STANDARD'],
    ],
  ];
}

export function commonPrefix(name: string): Element {
  return ['CommonPrefixes', [['Prefix', name]]];
}

/** At most 1,000, which is also what goes for nothing said; `undefined` for what is no number. */
export function maxOf(text: string | undefined): number | undefined {
  if (text === undefined) return 1000;
  return /^\d+$/.test(text) ? Math.min(1000, Number(text)) : undefined;
}

/** How names are written; `undefined` for an encoding that S3 does not have. As S3 has it, a space becomes a plus. */
export function encodingOf(type: string | undefined): ((text: string) => string) | undefined {
  if (type === undefined) return text => text;
  if (type !== 'url') return undefined;
  return text => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+');
}

function mark(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function unmark(token: string): string | undefined {
  return /^[\w-]+$/.test(token) ? Buffer.from(token, 'base64url').toString('utf8') : undefined;
}
