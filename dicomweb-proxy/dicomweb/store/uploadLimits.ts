import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../problems.ts';
import type { IncomingPart } from './multipartReader.ts';

/** More than any study has. Of each part is told in the answer, and remembered until then. */
const mostParts = 50_000;

const tooLarge = (bytes: number, what: string): HttpProblem =>
  new HttpProblem(
    413,
    'upload-too-large',
    `One request may carry ${bytes} bytes (UPLOAD_MAX_BYTES): ${what}`,
  );

/** Before anything is stored, where the request says how long it is. @throws HttpProblem 413 */
export function refuseTooLong({ headers }: IncomingMessage, bytes: number): void {
  if (Number(headers['content-length'] ?? 0) > bytes)
    throw tooLarge(bytes, 'nothing of it is stored, send it in several');
}

/** What comes, as long as it is not too much. @throws HttpProblem 413 in the middle of the part that went beyond */
export async function* atMost(stream: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.length;
    if (total > bytes) throw tooLarge(bytes, 'the instances that came whole before that are stored');
    yield chunk;
  }
}

/** @throws HttpProblem 413 */
export async function* atMostParts(
  parts: AsyncIterable<IncomingPart>,
  most = mostParts,
): AsyncGenerator<IncomingPart> {
  let count = 0;
  for await (const part of parts) {
    count += 1;
    if (count > most)
      throw new HttpProblem(
        413,
        'too-many-parts',
        `One request may have ${most} parts: the instances that came before are stored`,
      );
    yield part;
  }
}
