import { HttpProblem } from '../problems.ts';

/** A sender that sends nothing for so long is not waited for: it holds a connection to the archive. */
const stalledAfter = 30_000;

/** What comes, as long as something comes. @throws HttpProblem 408, after which `stream` is as far as it was read */
export async function* unlessStalled(
  stream: AsyncIterable<Buffer>,
  limitMs = stalledAfter,
): AsyncGenerator<Buffer> {
  const source = stream[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await soon(source.next(), limitMs);
    if (done) return;
    yield value;
  }
}

async function soon<T>(next: Promise<T>, limitMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const text = `Nothing came for ${limitMs / 1000} s`;
  const timer = setTimeout(() => reject(new HttpProblem(408, 'body-stalled', text)), limitMs);
  return Promise.race([next, promise]).finally(() => clearTimeout(timer));
}
