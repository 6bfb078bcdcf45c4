import { describe, expect, it } from 'vitest';
import { readMultipart } from '../store/multipartReader.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size: number, boundary = 'B'): Promise<[Record<string, string>, string][]> {
  const parts: [Record<string, string>, string][] = [];
  for await (const { headers, body } of readMultipart(inPieces(text, size), boundary)) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    parts.push([headers, Buffer.concat(chunks).toString('latin1')]);
  }
  return parts;
}

const sizes = [1, 2, 3, 5, 7, 64, 10_000];

describe('readMultipart, RFC 2046 5.1.1', () => {
  it.each(sizes)('reads parts that come in pieces of %i bytes', async (size) => {
    const body =
      'preamble\r\n--B \t\r\nContent-Type: a/b\r\nX: 1\r\n\r\nfirst\r\n--C\r\n-\r\n--B\r\n\r\n\r\n--B\r\n\r\n\r\n\r\n--B--epilogue';
    expect(await read(body, size)).toEqual([
      [{ 'content-type': 'a/b', x: '1' }, 'first\r\n--C\r\n-'],
      [{}, ''],
      [{}, '\r\n'],
    ]);
  });

  it('goes on to the next part when one was not read', async () => {
    const names: string[] = [];
    for await (const { headers } of readMultipart(
      inPieces('--B\r\nN: 1\r\n\r\nlong text here\r\n--B\r\nN: 2\r\n\r\nmore\r\n--B--', 4),
      'B',
    )) {
      names.push(headers.n ?? '');
    }
    expect(names).toEqual(['1', '2']);
  });

  it.each([
    ['', 'ends before'],
    ['--B\r\n\r\nno end', 'ends before'],
    ['--B\r\nContent-Type: a/b\r\n', 'ends before'],
    ['--B\r\nno colon\r\n\r\nx\r\n--B--', 'malformed header'],
    ['--C\r\n\r\nx\r\n--C--', 'ends before'],
    [`${'x'.repeat(20_000)}\r\n--B--`, 'does not begin'],
    [`--B\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 'too long'],
  ])('refuses %#', async (body, message) => {
    for (const size of [1_000, 10_000]) await expect(read(body, size)).rejects.toThrow(message);
  });
});
