import { makeInstance, multipartBody, stowHeaders } from '../support/instances.ts';

export interface Uids {
  study: string;
  series: string;
  instance: string;
}

export interface Sample {
  path: string;
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
  /** What who may do everything is answered. */
  status: number;
}

const at = (path: string, status = 200, headers?: Record<string, string>): Sample => ({
  path: `/dicom-web${path}`,
  status,
  ...(headers && { headers }),
});
const seriesPath = ({ study, series }: Uids): string => `/studies/${study}/series/${series}`;
const instancePath = (uids: Uids): string => `${seriesPath(uids)}/instances/${uids.instance}`;

const htj2k = 'image/jphc; transfer-syntax=1.2.840.10008.1.2.4.202';
const stored = 'application/octet-stream; transfer-syntax=*';

/** Belongs to a study of its own, wherever it is sent: nothing is stored, and it is refused for the address. */
const elsewhere = (): Pick<Sample, 'headers' | 'body'> => ({
  headers: stowHeaders,
  body: new Uint8Array(multipartBody([makeInstance({ study: '1.2.826.0.1.3680043.10.514.99' }).file])),
});

/** For each row of the table requests that it answers, written down by hand: a row without is a route that nobody thought about. */
export const sampleRequests: Readonly<Record<string, (uids: Uids) => readonly Sample[]>> = {
  'GET /healthz': () => [{ path: '/healthz', status: 200 }],
  'GET /readyz': () => [{ path: '/readyz', status: 200 }],
  'GET /metrics': () => [{ path: '/metrics', status: 200 }],
  'GET /api/session': () => [{ path: '/api/session', status: 200 }],
  'GET /{*file}': () => [{ path: '/no/such/page', status: 404 }],

  'GET /dicom-web/studies': () => [at('/studies')],
  'GET /dicom-web/series': () => [at('/series')],
  'GET /dicom-web/instances': () => [at('/instances')],
  'GET /dicom-web/studies/:study/series': ({ study }) => [
    at(`/studies/${study}/series`),
    at(`/studies/${study}/series?limit=1&includefield=all`),
  ],
  'GET /dicom-web/studies/:study/instances': ({ study }) => [at(`/studies/${study}/instances`)],
  'GET /dicom-web/studies/:study/series/:series/instances': (uids) => [at(`${seriesPath(uids)}/instances`)],

  'GET /dicom-web/studies/:study': ({ study }) => [at(`/studies/${study}`)],
  'GET /dicom-web/studies/:study/series/:series': (uids) => [at(seriesPath(uids))],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance': (uids) => [at(instancePath(uids))],
  'GET /dicom-web/studies/:study/metadata': ({ study }) => [at(`/studies/${study}/metadata`)],
  'GET /dicom-web/studies/:study/series/:series/metadata': (uids) => [
    at(`${seriesPath(uids)}/metadata`),
    at(`${seriesPath(uids)}/metadata`, 304, { 'if-none-match': '*' }),
  ],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/metadata': (uids) => [
    at(`${instancePath(uids)}/metadata`),
  ],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/bulkdata/*path': (uids) => [
    at(`${instancePath(uids)}/bulkdata/7FE00010`),
  ],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames': (uids) => [
    at(`${instancePath(uids)}/frames/1`, 200, { accept: stored }),
    at(`${instancePath(uids)}/frames/1`, 200, { accept: htj2k }),
    at(`${instancePath(uids)}/frames/1`, 304, { accept: htj2k, 'if-none-match': '*' }),
    at(`${instancePath(uids)}/frames/1`, 206, { accept: stored, range: 'bytes=0-3' }),
    at(`${instancePath(uids)}/frames/1,1`),
    at(`${instancePath(uids)}/frames/2`, 404, { accept: stored }),
  ],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/rendered': (uids) => [
    at(`${instancePath(uids)}/rendered`, 200, { accept: 'image/jpeg' }),
    at(`${instancePath(uids)}/rendered`, 406, { accept: 'video/mp4' }),
  ],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/thumbnail': (uids) => [
    at(`${instancePath(uids)}/thumbnail`),
  ],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frame/rendered': (uids) => [
    at(`${instancePath(uids)}/frames/1/rendered`),
  ],
  'GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frame/thumbnail': (uids) => [
    at(`${instancePath(uids)}/frames/1/thumbnail`),
  ],
  'GET /dicom-web/studies/:study/series/:series/thumbnail': (uids) => [at(`${seriesPath(uids)}/thumbnail`)],
  'GET /dicom-web/studies/:study/thumbnail': ({ study }) => [at(`/studies/${study}/thumbnail`)],
  'GET /dicom-web/studies/:study/prepared': ({ study }) => [at(`/studies/${study}/prepared`)],

  'POST /dicom-web/studies': () => [
    { ...at('/studies', 400), headers: stowHeaders, body: new Uint8Array(multipartBody([])) },
  ],
  'POST /dicom-web/studies/:study': ({ study }) => [{ ...at(`/studies/${study}`, 409), ...elsewhere() }],
  'DELETE /dicom-web/studies/:study': ({ study }) => [at(`/studies/${study}`, 204)],
  'DELETE /dicom-web/studies/:study/series/:series': (uids) => [at(seriesPath(uids), 204)],
  'DELETE /dicom-web/studies/:study/series/:series/instances/:instance': (uids) => [
    at(instancePath(uids), 204),
  ],

  'GET /dicom-web/refused': () => [at('/refused')],
  'GET /dicom-web/refused/:id': () => [at('/refused/20260101000000000-00000000', 404)],
  'GET /dicom-web/refused/:id/file': () => [at('/refused/20260101000000000-00000000/file', 404)],
  'POST /dicom-web/refused/:id/retry': () => [at('/refused/20260101000000000-00000000/retry', 404)],
  'DELETE /dicom-web/refused/:id': () => [at('/refused/20260101000000000-00000000', 404)],
};
