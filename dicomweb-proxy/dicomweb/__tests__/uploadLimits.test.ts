import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { readMultipart } from '../store/multipartReader.ts';
import { atMost, atMostParts, refuseTooLong } from '../store/uploadLimits.ts';

async function* chunks(...sizes: number[]): AsyncGenerator<Buffer> {
  for (const size of sizes) yield Buffer.alloc(size);
}

/** What came through, and what ended it. */
async function through<T>(source: AsyncIterable<T>, sizeOf: (one: T) => number): Promise<[number, unknown]> {
  let sum = 0;
  try {
    for await (const one of source) sum += sizeOf(one);
    return [sum, undefined];
  } catch (error) {
    return [sum, error];
  }
}

it('lets bytes through up to the limit, and nothing of the chunk that goes beyond', async () => {
  const length = (chunk: Buffer): number => chunk.length;
  expect(await through(atMost(chunks(40, 60), 100), length)).toEqual([100, undefined]);
  expect(await through(atMost(chunks(40, 60, 1), 100), length)).toEqual([
    100,
    expect.objectContaining({ status: 413, code: 'upload-too-large' }),
  ]);
});

it('believes the length that a request says', () => {
  const asked = (length?: string) => ({ headers: { 'content-length': length } }) as IncomingMessage;
  expect(() => refuseTooLong(asked('100'), 100)).not.toThrow();
  expect(() => refuseTooLong(asked(), 100)).not.toThrow();
  expect(() => refuseTooLong(asked('101'), 100)).toThrow(
    'One request may carry 100 bytes (UPLOAD_MAX_BYTES)',
  );
});

it('counts parts', async () => {
  const body = (count: number) => {
    const text = `${'--b\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`;
    return readMultipart(
      (async function* () {
        yield Buffer.from(text);
      })(),
      'b',
    );
  };
  expect(await through(atMostParts(body(3), 3), () => 1)).toEqual([3, undefined]);
  expect(await through(atMostParts(body(4), 3), () => 1)).toEqual([
    3,
    expect.objectContaining({ status: 413, code: 'too-many-parts' }),
  ]);
});
