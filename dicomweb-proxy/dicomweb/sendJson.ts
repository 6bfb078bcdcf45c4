import type { Request, Response } from 'express';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { DicomJson } from '../archive/index.ts';
import { dicomJsonText } from '../prepared/index.ts';
import { covers, parseMediaRanges } from './mediaRanges.ts';
import { notAcceptable } from './problems.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);
const worthCompressingBytes = 1_400;

/** application/dicom+json, or application/json for who asks for that only. @throws HttpProblem 406 */
export function jsonMediaType(request: Request): string {
  const ranges = parseMediaRanges(request.headers.accept ?? '*/*');
  if (ranges.length === 0) return 'application/dicom+json';
  for (const { type } of ranges) {
    if (covers(type, 'application/dicom+json')) return 'application/dicom+json';
    if (type === 'application/json') return 'application/json';
  }
  throw notAcceptable('This resource comes as application/dicom+json only');
}

export function contentEncoding(request: Request): Encoding {
  const choice = request.acceptsEncodings('br', 'gzip', 'identity');
  return choice === 'br' || choice === 'gzip' ? choice : 'identity';
}

/** Answers with DICOM JSON made for this request. */
export async function sendDicomJson(
  request: Request,
  response: Response,
  body: DicomJson | readonly DicomJson[],
): Promise<void> {
  const mediaType = jsonMediaType(request);
  const json = Buffer.from(dicomJsonText(body), 'utf8');
  const encoding = json.length < worthCompressingBytes ? 'identity' : contentEncoding(request);
  response.setHeader('content-type', mediaType);
  response.vary('Accept').vary('Accept-Encoding');
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
  response.end(
    encoding === 'br'
      ? await compressBrotli(json, { params })
      : encoding === 'gzip'
        ? await compressGzip(json, { level: 5 })
        : json,
  );
}
