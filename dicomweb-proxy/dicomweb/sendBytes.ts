import type { Request, Response } from 'express';
import { HttpProblem } from './problems.ts';

export interface Representation {
  bytes: Buffer;
  contentType: string;
  etag: string;
}

/** True, with 304 sent, when the client has this already (RFC 9110 13.1.2). */
export function answeredNotModified(request: Request, response: Response, etag: string): boolean {
  response.setHeader('etag', etag);
  const wanted = request.headers['if-none-match'];
  if (wanted === undefined) return false;
  // A tag may hold commas.
  const tags = wanted.match(/"[^"]*"|\*/g) ?? [];
  const same = tags.some((tag) => tag === '*' || tag === etag);
  if (same) response.status(304).end();
  return same;
}

/** Answers GET and HEAD with `bytes`, or with the one range asked for (RFC 9110 14). */
export function sendBytes(
  request: Request,
  response: Response,
  { bytes, contentType, etag }: Representation,
) {
  // Before anything is said of the bytes: the answer may become an error.
  const range = rangeWanted(request, bytes.length, etag);
  response.setHeader('content-type', contentType);
  response.setHeader('etag', etag);
  response.setHeader('accept-ranges', 'bytes');
  const slice = range ? bytes.subarray(range.start, range.end + 1) : bytes;
  if (range) {
    response.status(206).setHeader('content-range', `bytes ${range.start}-${range.end}/${bytes.length}`);
  }
  response.setHeader('content-length', slice.length);
  response.end(request.method === 'HEAD' ? undefined : slice);
}

function rangeWanted(
  request: Request,
  size: number,
  etag: string,
): { start: number; end: number } | undefined {
  const condition = request.headers['if-range'];
  if (request.headers.range === undefined || (condition !== undefined && condition !== etag))
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
