import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const origin = 'https://his.hospital.example';
const other = 'https://evil.example';
const made = makeInstance({ study: '1.2.826.0.1.3680043.10.514.1' });
const frame = `/studies/${made.study}/series/${made.series}/instances/${made.instance}/frames/1`;

let open: StartedSystem;
let closed: StartedSystem;

beforeAll(async () => {
  open = await startSystem({ env: { CORS_ORIGINS: `${origin},http://10.0.0.5:8080` } });
  closed = await startSystem();
  await store(`${open.url}/dicom-web`, [made.file]);
});
afterAll(async () => {
  await open.close();
  await closed.close();
});

const ask = (system: StartedSystem, path: string, from: string, init: RequestInit = {}) =>
  fetch(`${system.url}/dicom-web${path}`, { ...init, headers: { ...init.headers, origin: from } });
const allowed = ({ headers }: Response) => [
  headers.get('access-control-allow-origin'),
  headers.get('access-control-allow-credentials'),
];
const list = (text: string | null): string[] => (text ?? '').toLowerCase().split(/\s*,\s*/);

describe('pages of an origin that is named', () => {
  it('may read, with credentials, and see the headers they need', async () => {
    for (const path of ['/studies', `/studies/${made.study}/metadata`, frame]) {
      const response = await ask(open, path, origin);
      expect([path, response.status, ...allowed(response)]).toEqual([path, 200, origin, 'true']);
      expect(list(response.headers.get('vary'))).toEqual(expect.arrayContaining(['origin', 'accept']));
      expect(list(response.headers.get('access-control-expose-headers'))).toEqual(
        expect.arrayContaining([
          'etag',
          'content-range',
          'accept-ranges',
          'warning',
          'x-total-count',
          'retry-after',
        ]),
      );
    }
  });

  it('may ask for ranges, and store and delete: the preflight says so', async () => {
    const preflight = await ask(open, frame, origin, {
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'range,if-none-match',
      },
    });
    expect([preflight.status, ...allowed(preflight)]).toEqual([204, origin, 'true']);
    expect(list(preflight.headers.get('access-control-allow-headers'))).toEqual(['range', 'if-none-match']);
    expect(list(preflight.headers.get('access-control-allow-methods'))).toEqual([
      'get',
      'head',
      'post',
      'delete',
    ]);
    expect((await ask(open, '/studies/9.9', origin, { method: 'DELETE' })).status).toBe(404);
  });

  it('may read errors too', async () => {
    const response = await ask(open, '/studies?limit=x', origin);
    expect([response.status, ...allowed(response)]).toEqual([400, origin, 'true']);
  });

  it('may use DICOMweb and nothing else', async () => {
    const response = await fetch(`${open.url}/metrics`, { headers: { origin } });
    expect(allowed(response)).toEqual([null, null]);
  });
});

describe.each([
  ['an origin that is not named', () => open, other],
  ['the origin of a named host on another port', () => open, 'http://10.0.0.5'],
  ['any origin when none is named', () => closed, origin],
] as const)('pages of %s', (_, system, from) => {
  it('may neither read nor change anything', async () => {
    expect(allowed(await ask(system(), '/studies', from))[0]).toBeNull();
    const headers = { 'access-control-request-method': 'DELETE' };
    const preflight = await ask(system(), '/studies/9.9', from, { method: 'OPTIONS', headers });
    expect(allowed(preflight)[0]).toBeNull();
    expect((await ask(system(), '/studies/9.9', from, { method: 'DELETE' })).status).toBe(403);
  });
});
