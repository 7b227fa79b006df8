import { expect } from 'vitest';
import type { Case } from './place.ts';
import type { Sent } from './sigv4.ts';

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

export const identityCases: readonly Case[] = [
  {
    name: 'whoever signs nothing is refused',
    async holds({ put, raw }) {
      await put('a');
      const bare = (sent: Sent) => {
        delete sent.headers.authorization;
      };
      expect(await raw('/a', { tamper: bare })).toBe('403 AccessDenied');
      expect(await raw('/new', { method: 'PUT', body: 'a', tamper: bare })).toBe('403 AccessDenied');
    },
  },
  {
    name: 'a wrong secret and an unknown key are told apart',
    async holds({ put, raw }) {
      await put('a');
      expect(await raw('/a')).toBe('200');
      expect(await raw('/a', { secret: 'another' })).toBe('403 SignatureDoesNotMatch');
      expect(await raw('/a', { keyId: 'AKIANOBODY' })).toBe('403 InvalidAccessKeyId');
    },
  },
  {
    name: 'whatever is changed after it was signed is found',
    async holds({ put, raw, bucket }) {
      await put('a');
      const tampered: readonly ((sent: Sent) => void)[] = [
        sent => (sent.path = `/${bucket}/b`),
        sent => (sent.query['x-id'] = 'GetObject'),
        sent => (sent.method = 'DELETE'),
        sent =>
          (sent.headers['x-amz-date'] = sent.headers['x-amz-date']!.replace(
            /.Z$/,
            each => `${(Number(each[0]) + 1) % 10}Z`,
          )),
        sent =>
          (sent.headers.authorization = sent.headers.authorization!.replace(/.$/, each => (each === '0' ? '1' : '0'))),
      ];
      for (const tamper of tampered) expect(await raw('/a', { tamper }), `${tamper}`).toBe('403 SignatureDoesNotMatch');
      const write = { method: 'PUT', body: 'text', headers: { 'x-amz-meta-stage': 'one' } };
      const meta = (sent: Sent) => {
        sent.headers['x-amz-meta-stage'] = 'two';
      };
      expect(await raw('/new', { ...write, tamper: meta })).toBe('403 SignatureDoesNotMatch');
    },
  },
  {
    name: 'a body that is not the one that was signed is refused',
    async holds({ raw }) {
      const body = (sent: Sent) => {
        sent.body = Buffer.from('tampered');
      };
      const put = { method: 'PUT', body: 'original' };
      expect(await raw('/a', { ...put, tamper: body })).toBe('400 XAmzContentSHA256Mismatch');
      expect(await raw('/a')).toBe('404 NoSuchKey');
      expect(await raw('/a', { ...put, payload: 'UNSIGNED-PAYLOAD', tamper: body })).toBe('200');
    },
  },
  {
    name: 'an S3 header that is not signed is refused',
    async holds({ raw }) {
      const unsignedHeaders = { 'x-amz-meta-stage': 'one' };
      expect(await raw('/a', { method: 'PUT', body: 'a', unsignedHeaders })).toBe('403 AccessDenied');
      expect(await raw('/a', { method: 'PUT', body: 'a', unsignedHeaders: { 'x-other': 'one' } })).toBe('200');
    },
  },
  {
    name: 'a request lives for fifteen minutes',
    async holds({ put, raw }) {
      await put('a');
      expect(await raw('/a', { at: minutes(-14) })).toBe('200');
      expect(await raw('/a', { at: minutes(-16) })).toBe('403 RequestTimeTooSkewed');
      expect(await raw('/a', { at: minutes(16) })).toBe('403 RequestTimeTooSkewed');
    },
  },
  {
    name: 'a presigned address works until it expires, for what it was signed for',
    async holds({ put, raw, bucket }) {
      await put('a');
      expect(await raw('/a', { expires: 60 })).toBe('200');
      expect(await raw('/new', { method: 'PUT', body: 'text', expires: 60 })).toBe('200');
      expect(await raw('/a', { expires: 60, at: minutes(-2) })).toBe('403 AccessDenied');
      const other = (sent: Sent) => {
        sent.path = `/${bucket}/b`;
      };
      expect(await raw('/a', { expires: 60, tamper: other })).toBe('403 SignatureDoesNotMatch');
      const longer = (sent: Sent) => {
        sent.query['X-Amz-Expires'] = '6000';
      };
      expect(await raw('/a', { expires: 60, at: minutes(-2), tamper: longer })).toBe('403 SignatureDoesNotMatch');
    },
  },
  {
    name: 'a presigned address lives for a week at most',
    async holds({ put, raw }) {
      await put('a');
      expect(await raw('/a', { expires: 604_800 })).toBe('200');
      expect(await raw('/a', { expires: 604_801 })).toBe('400 AuthorizationQueryParametersError');
    },
  },
  {
    name: 'a presigned address can hold a conditional create',
    async holds({ raw }) {
      const create = { method: 'PUT', body: 'text', expires: 60, headers: { 'if-none-match': '*' } };
      expect(await raw('/claim', create)).toBe('200');
      expect(await raw('/claim', create)).toBe('412 PreconditionFailed');
    },
  },
];
