import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { HttpProblem } from './problems.ts';

export interface Representation {
  bytes: Buffer;
  contentType: string;
  etag: string;
}

/**
 * True, with 304 sent, when the client has this already (RFC 9110 13.1.2).
 * @param isThere false before it is known whether there is such a thing at all: `*` means whatever there is
 */
export function answeredNotModified(
  request: IncomingMessage,
  response: ServerResponse,
  etag: string,
  isThere = true,
): boolean {
  response.setHeader('etag', etag);
  const wanted = request.headers['if-none-match'];
  if (wanted === undefined) return false;
  // A tag may hold commas.
  const tags = wanted.match(/"[^"]*"|\*/g) ?? [];
  const same = tags.some((tag) => tag === etag || (tag === '*' && isThere));
  if (same) {
    response.statusCode = 304;
    response.end();
  }
  return same;
}

/** Answers GET and HEAD with `bytes`, or with the one range asked for (RFC 9110 14). */
export function sendBytes(request: Request, response: Response, representation: Representation): void {
  const { bytes, contentType, etag } = representation;
  if (answeredNotModified(request, response, etag)) return;
  // Before anything is said of the bytes: the answer may become an error.
  const range = rangeWanted(request, bytes.length, etag);
  if (!range) return sendWhole(request, response, representation);
  response.status(206).setHeader('content-range', `bytes ${range.start}-${range.end}/${bytes.length}`);
  sendWhole(request, response, { bytes: bytes.subarray(range.start, range.end + 1), contentType, etag });
}

/** Answers GET and HEAD with all of `bytes`, whatever the client has already. */
export function sendWhole(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, contentType, etag }: Representation,
): void {
  response.setHeader('content-type', contentType);
  response.setHeader('etag', etag);
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('content-length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Of the bytes of a file that is read as it is sent. */
export interface StreamedRepresentation {
  bytes: number;
  contentType: string;
  etag: string;
  /** From `start` up to and without `end`. */
  read(start: number, end: number): AsyncIterable<Buffer>;
}

/** The same as `sendBytes` for what is too large for the memory. @throws what `read` throws before the first bytes */
export async function sendStream(
  request: Request,
  response: Response,
  { bytes, contentType, etag, read }: StreamedRepresentation,
): Promise<void> {
  if (answeredNotModified(request, response, etag)) return;
  const range = rangeWanted(request, bytes, etag);
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  response.setHeader('content-type', contentType);
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('content-length', end + 1 - start);
  if (range) response.status(206).setHeader('content-range', `bytes ${start}-${end}/${bytes}`);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(read(start, end + 1), response);
  } catch (error) {
    // A player that has seen enough leaves in the middle.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function rangeWanted(
  request: Request,
  size: number,
  etag: string,
): { start: number; end: number } | undefined {
  const condition = request.headers['if-range'];
  // Ranges are of GET alone (RFC 9110 14.2).
  if (
    request.method !== 'GET' ||
    request.headers.range === undefined ||
    (condition !== undefined && condition !== etag)
  )
    return undefined;
  const ranges = request.range(size);
  if (ranges === -1) {
    throw new HttpProblem(416, 'range-not-satisfiable', `The resource has ${size} bytes`, {
      'content-range': `bytes */${size}`,
    });
  }
  // Malformed, of another unit, or several: a server may ignore these and answer with everything.
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1)
    return undefined;
  return ranges[0];
}
