import { element } from './checksum.ts';
import { commonPrefix, encodingOf, maxOf, page } from './listing.ts';
import { uploadOf } from './multipart.ts';
import type { Work } from './objects.ts';
import { document, type Reply, refuse } from './reply.ts';
import { compareBytes, type Part, sortedByBytes, type Upload } from './storage.ts';
import type { Element } from './xml.ts';

export function listParts(work: Work): Reply {
  const { query, key } = work.call;
  const upload = uploadOf(work);
  const limit = maxOf(query.get('max-parts'));
  const after = maxOf(query.get('part-number-marker') ?? '0');
  if (!upload) return refuse('NoSuchUpload');
  if (limit === undefined || after === undefined) return refuse('InvalidArgument');
  const later = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b);
  const told = later.slice(0, limit);
  return document([
    'ListPartsResult',
    [
      ['Bucket', work.bucket.name],
      ['Key', key],
      ['UploadId', upload.id],
      ['PartNumberMarker', after],
      ['NextPartNumberMarker', told.at(-1)?.[0] ?? 0],
      ['MaxParts', limit],
      ['IsTruncated', String(later.length > told.length)],
      ...told.map(([number, part]): Element => ['Part', partElements(number, part)]),
    ],
  ]);
}

function partElements(number: number, { sent, etag, modifiedAt, checksum }: Part): readonly Element[] {
  return [
    ['PartNumber', number],
    ['LastModified', modifiedAt.toISOString()],
    ['ETag', `"${etag}"`],
    ['Size', sent.length],
    ...(checksum ? [[element(checksum.algorithm), checksum.value] as const] : []),
  ];
}

export function listUploads({ call: { query }, bucket }: Work): Reply {
  const limit = maxOf(query.get('max-uploads'));
  const encoding = encodingOf(query.get('encoding-type'));
  if (limit === undefined || !encoding) return refuse('InvalidArgument');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const after = query.get('key-marker') ?? '';
  const byKey = (upload: Upload) => `${upload.key}\n${upload.startedAt.getTime()}`;
  const all = [...bucket.uploads.values()].sort((a, b) => compareBytes(byKey(a), byKey(b)));
  const { rows, truncated } = page(sortedByBytes(new Set(all.map(upload => upload.key))), {
    prefix,
    delimiter,
    after,
    limit,
  });
  return document([
    'ListMultipartUploadsResult',
    [
      ['Bucket', bucket.name],
      ['KeyMarker', encoding(after)],
      ['Prefix', encoding(prefix)],
      ['MaxUploads', limit],
      ['IsTruncated', String(truncated)],
      ...(truncated
        ? ([
            ['NextKeyMarker', encoding(rows.at(-1)!.name)],
            ['NextUploadIdMarker', ''],
          ] as const)
        : []),
      ...(query.has('encoding-type') ? [['EncodingType', 'url'] as const] : []),
      ...rows.flatMap(({ name, common }): readonly Element[] =>
        common
          ? [commonPrefix(encoding(name))]
          : all.filter(({ key }) => key === name).map(upload => uploadElement(upload, encoding)),
      ),
    ],
  ]);
}

function uploadElement(upload: Upload, encoding: (text: string) => string): Element {
  return [
    'Upload',
    [
      ['Key', encoding(upload.key)],
      ['UploadId', upload.id],
      ['StorageClass', 'STANDARD'],
      ['Initiated', upload.startedAt.toISOString()],
    ],
  ];
}
