import type { Schema } from '../language/schema.ts';
import { count, record, said, sha256, text, time } from './shapes.ts';

export const ledgerEntry: Schema = {
  title: 'LedgerEntry',
  ...record(
    {
      key: said(text, "In the run's folder of the store."),
      size: said(count, 'Bytes.'),
      sha256,
      at: said(time, 'When it was verified, UTC.'),
      kind: {
        enum: ['final', 'partial', 'record', 'dropped'],
        description:
          '`partial` may be replaced or removed; `final` is written once; `dropped`: what was there before is under this key no more.',
      },
      proof: {
        enum: ['read-back', 'etag', 'checksum'],
        description:
          'What proved it: its bytes were read back; its ETag in the store is the MD5 of these bytes; or its size, and the checksum under which the store took it.',
      },
    },
    'A line of `ledger.jsonl`: an object whose bytes in the store have been verified.',
    ['proof'],
  ),
};
