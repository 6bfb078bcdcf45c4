import type { Request, Response } from 'express';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { SeriesRecord } from '../../archive/index.ts';
import { metadataFormat, type PreparedMetadata } from '../../prepared/index.ts';
import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';
import { answeredNotModified } from '../sendBytes.ts';
import { contentEncoding, jsonMediaType, sendDicomJson, type Encoding } from '../sendJson.ts';

const decompress = promisify(brotliDecompress);

/** Retrieve metadata, PS3.18 10.4.1.7, as DICOM JSON. */
export function metadataRoutes(routes: RouteTable, { prepared }: RouteContext): void {
  routes.add({
    method: 'GET',
    path: '/studies/:study/series/:series/metadata',
    rule: { right: 'read', of: 'series' },
    parse: jsonMediaType,
    handler: ({ series, asked }, request, response) => sendSeries(request, response, series, asked),
  });

  routes.add({
    method: 'GET',
    path: '/studies/:study/metadata',
    rule: { right: 'read', of: 'study' },
    parse: jsonMediaType,
    async handler({ study, asked }, _request, response) {
      setHeaders(response, asked);
      await sendAll(response, study.series);
    },
  });

  routes.add({
    method: 'GET',
    path: '/studies/:study/series/:series/instances/:instance/metadata',
    rule: { right: 'read', of: 'instance' },
    parse: jsonMediaType,
    async handler({ series, instance }, request, response) {
      const etag = `"${instance.version}-${metadataFormat}-${contentEncoding(request)}"`;
      response.setHeader('cache-control', 'private, no-cache');
      response.vary('Accept').vary('Accept-Encoding');
      if (answeredNotModified(request, response, etag)) return;
      await sendDicomJson(request, response, [await prepared.dataSets.get(series, instance)]);
    },
  });

  async function sendSeries(
    request: Request,
    response: Response,
    series: SeriesRecord,
    mediaType: string,
  ): Promise<void> {
    const encoding = contentEncoding(request);
    const etag = `"${series.version}-${metadataFormat}-${encoding}${mediaType === 'application/json' ? '-j' : ''}"`;
    setHeaders(response, mediaType);
    if (answeredNotModified(request, response, etag)) return;
    const metadata = await prepared.metadata.get(series);
    const body = await encoded(metadata, encoding);
    if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
    response.setHeader('content-length', body.length);
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** The arrays of the series joined to one, one series in memory at a time. */
  async function sendAll(response: Response, seriesList: readonly SeriesRecord[]) {
    let separator = '[';
    for (const series of seriesList) {
      const json = await encoded(await prepared.metadata.get(series), 'identity');
      const inside = json.subarray(1, -1);
      if (inside.length === 0) continue;
      if (response.destroyed) return;
      response.write(separator);
      if (!response.write(inside)) {
        await new Promise<void>((resolve) => {
          response.once('drain', resolve).once('close', resolve);
        });
      }
      separator = ',';
    }
    response.end(separator === '[' ? '[]' : ']');
  }
}

function setHeaders(response: Response, mediaType: string): void {
  response.setHeader('content-type', mediaType);
  // Instances may still arrive, so the client asks each time; the answer is mostly 304.
  response.setHeader('cache-control', 'private, no-cache');
  response.vary('Accept').vary('Accept-Encoding');
}

async function encoded({ br, gzip }: PreparedMetadata, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'br') return br;
  return encoding === 'gzip' ? gzip : decompress(br);
}
