import type { Request, Response } from 'express';
import type { InstanceRecord, SeriesRecord } from '../../archive/index.ts';
import { covers, parseMediaRanges } from '../mediaRanges.ts';
import { sendMultipart, type Part } from '../multipartWriter.ts';
import { badParameter, HttpProblem, notAcceptable } from '../problems.ts';
import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';
import { rootUrl } from '../search/routes.ts';

const dicom = 'application/dicom';
const octets = 'application/octet-stream';
const instancePath = '/studies/:study/series/:series/instances/:instance';

/**
 * Retrieve instances as stored, PS3.18 10.4.1.1 to 10.4.1.3, and their bulk data, 10.4.1.5. Whole files are what one takes home
 * (download); bulk data are parts of what is shown (read).
 */
export function instanceRoutes(routes: RouteTable, { archive }: RouteContext): void {
  routes.add({
    method: 'GET',
    path: '/studies/:study',
    rule: { right: 'download', of: 'study' },
    parse: acceptDicom,
    handler: ({ study }, request, response) => sendSeries(request, response, study.series),
  });

  routes.add({
    method: 'GET',
    path: '/studies/:study/series/:series',
    rule: { right: 'download', of: 'series' },
    parse: acceptDicom,
    handler: ({ series }, request, response) => sendSeries(request, response, [series]),
  });

  routes.add({
    method: 'GET',
    path: instancePath,
    rule: { right: 'download', of: 'instance' },
    parse: acceptDicom,
    handler: ({ series, instance }, request, response) =>
      sendInstances(request, response, [[series, instance]]),
  });

  routes.add({
    method: 'GET',
    path: `${instancePath}/bulkdata/*path`,
    rule: { right: 'read', of: 'instance' },
    parse: elementPath,
    handler: ({ instance, asked }, request, response) => sendElement(request, response, instance, asked),
  });

  async function sendElement(
    request: Request,
    response: Response,
    instance: InstanceRecord,
    path: readonly string[],
  ): Promise<void> {
    const bytes = await archive.bulkData(instance, path).catch((error: { status?: number }) => {
      if (error.status === 404 || error.status === 400) {
        throw new HttpProblem(404, 'bulkdata-not-found', `The instance has no element ${path.join('/')}`);
      }
      throw error;
    });
    response.setHeader('cache-control', 'private, no-cache');
    response.setHeader('etag', `"${instance.version}-b${path.join('.')}"`);
    if (wantsMultipart(request)) {
      const contentLocation = rootUrl(request) + request.path;
      await sendMultipart(response, octets, one({ contentType: octets, contentLocation, body: bytes }));
    } else {
      response.setHeader('content-type', octets);
      response.end(bytes);
    }
  }

  async function sendSeries(request: Request, response: Response, seriesList: readonly SeriesRecord[]) {
    const all: [SeriesRecord, InstanceRecord][] = [];
    for (const series of seriesList) {
      for (const instance of (await archive.instances(series)).values()) all.push([series, instance]);
    }
    await sendInstances(request, response, all);
  }

  async function sendInstances(
    request: Request,
    response: Response,
    instances: readonly (readonly [SeriesRecord, InstanceRecord])[],
  ) {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await sendMultipart(response, dicom, parts());

    async function* parts(): AsyncGenerator<Part> {
      const root = rootUrl(request);
      for (const [{ studyInstanceUid, seriesInstanceUid }, instance] of instances) {
        if (gone.signal.aborted) return;
        const { sopInstanceUid, transferSyntaxUid } = instance;
        yield {
          contentType: transferSyntaxUid ? `${dicom}; transfer-syntax=${transferSyntaxUid}` : dicom,
          contentLocation: `${root}/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`,
          body: await archive.file(instance, gone.signal),
        };
      }
    }
  }
}

const tag = /^[0-9A-Fa-f]{8}$/;
const itemNumber = /^[1-9]\d{0,5}$/;

/** @throws HttpProblem 400 */
function elementPath(request: Request): readonly string[] {
  const path = ([] as string[]).concat(request.params.path ?? []);
  const fine = path.length % 2 === 1 && path.every((step, i) => (i % 2 === 0 ? tag : itemNumber).test(step));
  if (!fine) throw badParameter('bulkdata', path.join('/'), 'tag[/item/tag...], items from 1');
  return path;
}

async function* one(part: Part): AsyncGenerator<Part> {
  yield part;
}

/** Files come as they are stored, so a transfer syntax cannot be asked for. */
function acceptDicom(request: Request): void {
  const { accept } = request.headers;
  if (!accept) return;
  const fine = parseMediaRanges(accept).some(({ type, parameters }) => {
    const inner = type === 'multipart/related' ? (parameters.type ?? dicom).toLowerCase() : type;
    return covers(inner.split(';')[0] ?? '', dicom);
  });
  if (!fine)
    throw notAcceptable(
      `Instances come as multipart/related; type="${dicom}" in their stored transfer syntax`,
    );
}

const wantsMultipart = (request: Request): boolean => {
  const ranges = parseMediaRanges(request.headers.accept ?? '*/*');
  return ranges.length > 0 && ranges.every(({ type }) => type.startsWith('multipart/'));
};
