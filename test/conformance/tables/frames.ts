import { expect } from 'vitest';
import { ct, mrInstances, zhang } from '../support/collection.ts';
import type { Answer, Transaction } from '../support/Transaction.ts';

const [mr] = mrInstances;
if (!mr) throw new Error('there is no instance');
const mrInstance = `/studies/${zhang.study}/series/${zhang.mr}/instances/${mr.instance}`;
const ctInstance = `/studies/${ct.study}/series/${ct.series}/instances/${ct.instances[0]}`;
const explicitLittleEndian = '1.2.840.10008.1.2.1';

/** The answer has a tag, and is not sent again to who names it. */
export const again =
  (path: string, headers?: Record<string, string>) => async (answer: Answer, root: string) => {
    const etag = answer.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    const second = await fetch(root + path, { headers: { ...headers, 'if-none-match': etag } });
    expect(second.status).toBe(304);
    expect((await second.arrayBuffer()).byteLength).toBe(0);
  };

export const frameTransactions: readonly Transaction[] = [
  {
    clause: '10.4',
    name: 'a frame alone, as stored',
    path: `${mrInstance}/frames/1`,
    headers: { accept: 'application/octet-stream; transfer-syntax=*' },
    status: 200,
    mediaType: 'application/octet-stream',
    answerHeaders: { 'content-type': /transfer-syntax=1\.2\.840\.10008\.1\.2\.1$/, vary: /Accept/i },
    check: async (answer, root) => {
      expect(answer.bytes.equals(mr.pixels)).toBe(true);
      const headers = { accept: 'application/octet-stream; transfer-syntax=*' };
      await again(`${mrInstance}/frames/1`, headers)(answer, root);
    },
  },
  {
    clause: '10.4',
    name: 'a frame as multipart',
    path: `${mrInstance}/frames/1`,
    headers: {
      accept: `multipart/related; type="application/octet-stream"; transfer-syntax=${explicitLittleEndian}`,
    },
    status: 200,
    mediaType: 'multipart/related',
    check: ({ parts }) => {
      expect(parts).toHaveLength(1);
      expect(parts[0]?.body.equals(mr.pixels)).toBe(true);
    },
  },
  {
    clause: '8.4.3, RFC 9110 14',
    name: 'a range of a frame',
    path: `${mrInstance}/frames/1`,
    headers: { accept: 'application/octet-stream; transfer-syntax=*', range: 'bytes=4-11' },
    status: 206,
    answerHeaders: { 'content-range': /bytes 4-11\/64/ },
    check: ({ bytes }) => expect(bytes.equals(mr.pixels.subarray(4, 12))).toBe(true),
  },
  ...(
    [
      ['the end of a frame', 'bytes=-8', 206, 56, 64],
      ['a frame from a byte on', 'bytes=60-', 206, 60, 64],
      ['more of a frame than there is', 'bytes=60-1000', 206, 60, 64],
      // 14.2: a server may ignore several ranges, and has to ignore what it does not understand.
      ['several ranges: all of it', 'bytes=0-3,8-11', 200, 0, 64],
      ['another unit: all of it', 'rows=0-1', 200, 0, 64],
      ['a malformed range: all of it', 'bytes=x-y', 200, 0, 64],
    ] as const
  ).map(([name, range, status, from, to]): Transaction => ({
    clause: 'RFC 9110 14',
    name,
    path: `${mrInstance}/frames/1`,
    headers: { accept: 'application/octet-stream; transfer-syntax=*', range },
    status,
    answerHeaders: status === 206 ? { 'content-range': new RegExp(`bytes ${from}-${to - 1}/64$`) } : {},
    check: ({ bytes }) => expect(bytes.equals(mr.pixels.subarray(from, to))).toBe(true),
  })),
  ...(
    [
      ['the same frame', (etag: string) => etag, 206, 4],
      ['what has changed since: all of it', () => '"another"', 200, 64],
      ['a weak tag, which is never the same: all of it', (etag: string) => `W/${etag}`, 200, 64],
    ] as const
  ).map(([name, tagOf, status, length]): Transaction => ({
    clause: 'RFC 9110 13.1.5',
    name: `a range if it is of ${name}`,
    path: `${mrInstance}/frames/1`,
    headers: { accept: 'application/octet-stream; transfer-syntax=*' },
    status: 200,
    check: async ({ headers }, root) => {
      const conditions = { range: 'bytes=0-3', 'if-range': tagOf(headers.get('etag') ?? '') };
      const response = await fetch(`${root}${mrInstance}/frames/1`, {
        headers: { accept: 'application/octet-stream; transfer-syntax=*', ...conditions },
      });
      expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([status, length]);
    },
  })),
  {
    clause: '10.4.1.1.6',
    name: 'frames that are listed, as parts in the order asked for',
    path: `${mrInstance}/frames/1,1`,
    headers: { accept: 'multipart/related; type="application/octet-stream"; transfer-syntax=*' },
    status: 200,
    mediaType: 'multipart/related',
    check: ({ parts }) => {
      expect(parts.map(({ body }) => body.equals(mr.pixels))).toEqual([true, true]);
      for (const { headers } of parts) expect(headers['content-location']).toMatch(/\/frames\/1$/);
    },
  },
  {
    clause: '8.7.4',
    name: 'a frame by quality values: HTJ2K preferred',
    path: `${ctInstance}/frames/1`,
    headers: { accept: 'application/octet-stream; transfer-syntax=*; q=0.1, image/jphc' },
    status: 200,
    answerHeaders: { vary: /Accept/i },
  },
  {
    clause: 'RFC 9110 14',
    name: 'a range that is not there',
    path: `${mrInstance}/frames/1`,
    headers: { accept: 'application/octet-stream; transfer-syntax=*', range: 'bytes=64-' },
    status: 416,
  },
  {
    clause: 'RFC 9110 9.3.2',
    name: 'HEAD of a frame',
    method: 'HEAD',
    path: `${mrInstance}/frames/1`,
    headers: { accept: 'application/octet-stream; transfer-syntax=*' },
    status: 200,
    answerHeaders: { 'content-length': /: 64$/ },
    check: ({ bytes }) => expect(bytes).toHaveLength(0),
  },
  {
    clause: '8.7.4',
    name: 'a frame in a type it does not come as',
    path: `${mrInstance}/frames/1`,
    headers: { accept: 'text/html' },
    status: 406,
    check: ({ json }) =>
      expect((json as { error: { message: string } }).error.message).toContain('octet-stream'),
  },
  { clause: '10.4.3', name: 'a frame past the last', path: `${mrInstance}/frames/2`, status: 404 },
  { clause: '10.4.3', name: 'frame 0', path: `${mrInstance}/frames/0`, status: 400 },
  { clause: '10.4.3', name: 'no frame number', path: `${mrInstance}/frames/first`, status: 400 },
];
