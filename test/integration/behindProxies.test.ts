import { request as rawRequest, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, multipartBody, stowHeaders } from './support/instances.ts';

/** What a proxy that ends TLS says about the request it passes on. */
const outer = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'pacs.hospital.example:8443' };
const outerRoot = 'https://pacs.hospital.example:8443/dicom-web';

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** fetch does not let a program choose Host. */
function send(url: string, method: string, headers: Record<string, string>, body?: Uint8Array) {
  return new Promise<Answer>((resolve, reject) => {
    const request = rawRequest(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', reject).end(body);
  });
}

const { study, file } = makeInstance({ study: '1.2.826.0.1.3680043.10.513.1' });
const retrieveUrl = ({ text }: Answer): unknown =>
  (JSON.parse(text) as Record<string, { Value: unknown[] }>[])[0]?.['00081190']?.Value[0];

describe.each([
  ['a proxy that is trusted', { TRUST_PROXY: 'loopback' }, true],
  ['a proxy that is not trusted', { TRUST_PROXY: '10.1.2.3' }, false],
] as const)('with %s', (_, env, trusted) => {
  let system: StartedSystem;
  let root: string;

  beforeAll(async () => {
    system = await startSystem({ env });
    root = `${system.url}/dicom-web`;
  });
  afterAll(() => system.close());

  const wanted = (): string => (trusted ? outerRoot : root);

  it('addresses begin as the client knows them', async () => {
    const stored = await send(`${root}/studies`, 'POST', { ...outer, ...stowHeaders }, multipartBody([file]));
    expect(stored.status).toBe(200);
    expect(stored.text).toContain(`"${wanted()}/studies/${study}"`);
    const found = await send(`${root}/studies`, 'GET', outer);
    expect(retrieveUrl(found)).toBe(`${wanted()}/studies/${study}`);
    const accept = 'multipart/related; type="application/dicom"';
    const { text } = await send(`${root}/studies/${study}`, 'GET', { ...outer, accept });
    expect(/Content-Location: (\S+)\/studies/.exec(text)?.[1]).toBe(wanted());
    // Bulk data is addressed without a host, so it holds under any.
    const metadata = await send(`${root}/studies/${study}/metadata`, 'GET', outer);
    expect(metadata.text).not.toContain('://');
  });

  it('the name the request itself came under still has to be of this machine', async () => {
    const answer = await send(`${root}/studies`, 'GET', { ...outer, host: 'evil.example' });
    expect(answer.status).toBe(421);
  });

  it('only pages of the site itself may change anything', async () => {
    const remove = (origin: string) => send(`${root}/studies/9.9`, 'DELETE', { ...outer, origin });
    expect((await remove('https://evil.example')).status).toBe(403);
    expect((await remove('http://pacs.hospital.example:8443')).status).toBe(403);
    expect((await remove('https://pacs.hospital.example:8443')).status).toBe(trusted ? 404 : 403);
  });
});
