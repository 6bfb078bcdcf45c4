import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';

let system: StartedSystem;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

/** fetch does not let a program choose Host. */
function get(path: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    rawRequest(system.url + path, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('without sign-in', () => {
  it('answers only under the names of this machine', async () => {
    for (const host of ['localhost', 'localhost:3000', '127.0.0.1:1', '[::1]:3000']) {
      expect([host, (await get('/healthz', { host })).status]).toEqual([host, 200]);
    }
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.5']) {
      expect([host, (await get('/dicom-web/studies', { host })).status]).toEqual([host, 421]);
    }
  });

  it('lets pages of other origins change nothing', async () => {
    const origin = 'https://evil.example';
    expect((await get('/dicom-web/studies/1.2', { origin }, 'DELETE')).status).toBe(403);
    expect((await get('/dicom-web/studies/1.2', { origin: system.url }, 'DELETE')).status).toBe(404);
  });
});

it('tells its health and its metrics', async () => {
  expect((await get('/healthz', {})).status).toBe(200);
  expect((await get('/readyz', {})).text).toContain('ready');
  await get('/dicom-web/studies', {});
  const { text } = await get('/metrics', {});
  expect(text).toMatch(
    /yunying_http_request_seconds_count\{method="GET",resource="studies",status="200"\} [1-9]/,
  );
  expect(text).toContain('yunying_archive_resources{kind="instances"} 0');
  expect(text).toContain('process_cpu_seconds_total');
});

it('gives errors as JSON without a trace of the code', async () => {
  for (const [path, status] of [
    ['/no/such/page', 404],
    ['/%E0%A4%A', 400],
    ['/dicom-web/studies?limit=x', 400],
  ] as const) {
    const answer = await get(path, {});
    expect([path, answer.status]).toEqual([path, status]);
    const { error } = JSON.parse(answer.text) as { error: { code: string; message: string } };
    expect(Object.keys(error).sort()).toEqual(['code', 'message']);
    expect(answer.text).not.toMatch(/node_modules|\.ts:/);
  }
});
