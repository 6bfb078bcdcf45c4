import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, startServer } from '../../server/index.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

type DataSet = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string; InlineBinary?: string }>;

let system: StartedSystem;
let root: string;

beforeAll(async () => {
  system = await startSystem();
  root = `${system.url}/dicom-web`;
});

afterAll(() => system.close());

const metadataUrl = (study: string): string => `${root}/studies/${study}/series/${study}.1/metadata`;

async function metadata(study: string): Promise<{ items: DataSet[]; etag: string }> {
  const response = await fetch(metadataUrl(study));
  expect(response.status).toBe(200);
  return { items: (await response.json()) as DataSet[], etag: response.headers.get('etag') ?? '' };
}

async function metadataMade(): Promise<number> {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  return Number(/yunying_metadata_total\{source="made"\} (\d+)/.exec(text)?.[1]);
}

/** Past the proxy, as C-STORE arrives. */
async function storeInArchive(file: Buffer): Promise<string> {
  const { url, username, password } = system.archive;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(`${url}/instances`, {
    method: 'POST',
    headers: { authorization },
    body: new Uint8Array(file),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { ID: string }).ID;
}

/** By DCMTK. */
function inImplicitVr(file: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'yunying-implicit-'));
  try {
    writeFileSync(join(folder, 'explicit'), file);
    execFileSync('dcmconv', ['+ti', 'explicit', 'implicit'], { cwd: folder, stdio: 'ignore' });
    return readFileSync(join(folder, 'implicit'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function eventually<T>(read: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  for (let left = 100; ; left -= 1) {
    const value = await read();
    if (wanted(value) || left === 0) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('series metadata', () => {
  it('is what viewers need: numbers, names, order, bulk data at the proxy', async () => {
    const binary = new Uint8Array([1, 2, 3, 4, 5, 6]);
    const files = [3, 1, 2].map((number) =>
      makeInstance({
        study: '1.3.1',
        number,
        patientName: 'Wang^Wu=王^五=wáng',
        more: [
          [0x00091001, 'UN', binary],
          [0x00090010, 'LO', 'YUNYING TEST'],
          [
            0x00082218,
            'SQ',
            [
              [
                [0x00080100, 'SH', 'T-1'],
                [0x00091002, 'UN', binary],
                [0x00090010, 'LO', 'YUNYING TEST'],
              ],
            ],
          ],
        ],
      }),
    );
    await store(
      root,
      files.map(({ file }) => file),
    );
    const { items } = await metadata('1.3.1');
    expect(items.map((item) => item['00200013']?.Value)).toEqual([[1], [2], [3]]);
    const [first = {}] = items;
    expect(first['00200032']).toEqual({ vr: 'DS', Value: [-1.5, 2, 2.5] });
    expect(first['00281052']).toEqual({ vr: 'DS', Value: [-1024] });
    expect(first['00100010']?.Value).toEqual([
      { Alphabetic: 'Wang^Wu', Ideographic: '王^五', Phonetic: 'wáng' },
    ]);
    expect(first['00083002']?.Value).toEqual(['1.2.840.10008.1.2.1']);
    expect(first['7FE00010']).toBeUndefined();

    const inside = (first['00082218']?.Value?.[0] ?? {}) as DataSet;
    for (const uri of [first['00091001']?.BulkDataURI, inside['00091002']?.BulkDataURI]) {
      expect(uri).toMatch(
        /^\/dicom-web\/studies\/1\.3\.1\/series\/1\.3\.1\.1\/instances\/1\.3\.1\.1\.1\/bulkdata\//,
      );
      const bytes = await (await fetch(system.url + uri)).arrayBuffer();
      expect([...new Uint8Array(bytes)]).toEqual([...binary]);
    }
  });

  it('is made once for readers who come together, and is there for those who come later', async () => {
    const files = Array.from({ length: 40 }, (_, i) => makeInstance({ study: '1.3.2', number: i + 1 }));
    await store(
      root,
      files.map(({ file }) => file),
    );
    const before = await metadataMade();
    const answers = await Promise.all(Array.from({ length: 20 }, () => metadata('1.3.2')));
    expect(new Set(answers.map(({ items }) => items.length))).toEqual(new Set([40]));
    expect((await metadataMade()) - before).toBe(1);
    await metadata('1.3.2');
    expect((await metadataMade()) - before).toBe(1);
  });

  it('comes in every encoding, all the same, each with its own ETag', async () => {
    await store(root, [makeInstance({ study: '1.3.3' }).file]);
    const bodies: Record<string, string> = {};
    const etags = new Set<string>();
    for (const [encoding, decode] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
      ['identity', (bytes: Buffer) => bytes],
    ] as const) {
      const { headers, body } = await request(metadataUrl('1.3.3'), {
        headers: { 'accept-encoding': encoding },
      });
      expect(headers['content-encoding'] ?? 'identity').toBe(encoding);
      expect(headers.vary).toContain('Accept-Encoding');
      bodies[encoding] = decode(Buffer.from(await body.arrayBuffer())).toString('utf8');
      etags.add(String(headers.etag));
    }
    expect(bodies.gzip).toBe(bodies.identity);
    expect(bodies.br).toBe(bodies.identity);
    expect(etags.size).toBe(3);
  });

  it('has what the archive leaves out of Implicit VR: numbers whose sign Pixel Representation decides', async () => {
    const study = '1.2.826.0.1.3680043.10.511.27';
    const files = [1, 2].map((number) =>
      inImplicitVr(
        makeInstance({
          study,
          number,
          more: [
            [0x00280103, 'US', 1],
            // -2000 as 16 bits
            [0x00280120, 'US', 63_536],
          ],
        }).file,
      ),
    );
    expect((await store(root, files)).status).toBe(200);
    const { items } = await metadata(study);
    expect(items.map((item) => item['00280120'])).toEqual(Array(2).fill({ vr: 'SS', Value: [-2000] }));
    const one = await fetch(`${root}/studies/${study}/series/${study}.1/instances/${study}.1.2/metadata`);
    expect(((await one.json()) as DataSet[])[0]?.['00280120']).toEqual({ vr: 'SS', Value: [-2000] });
  });

  it('shows an instance that arrived past the proxy, and lets go of one that was deleted there', async () => {
    await store(root, [makeInstance({ study: '1.3.4' }).file]);
    const before = await metadata('1.3.4');
    expect(before.items).toHaveLength(1);
    const id = await storeInArchive(makeInstance({ study: '1.3.4', number: 2 }).file);
    const after = await eventually(
      () => metadata('1.3.4'),
      ({ items }) => items.length === 2,
    );
    expect(after.items).toHaveLength(2);
    expect(after.etag).not.toBe(before.etag);
    const stale = await fetch(metadataUrl('1.3.4'), { headers: { 'if-none-match': before.etag } });
    expect(stale.status).toBe(200);

    const { url, username, password } = system.archive;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    await fetch(`${url}/instances/${id}`, { method: 'DELETE', headers: { authorization } });
    const last = await eventually(
      () => metadata('1.3.4'),
      ({ items }) => items.length === 1,
    );
    expect(last.items).toHaveLength(1);
  });

  it('answers 304 to who has it', async () => {
    await store(root, [makeInstance({ study: '1.3.5' }).file]);
    // Once it has come to rest, the version stays.
    const settled = await eventually(
      async () => {
        const { etag } = await metadata('1.3.5');
        const response = await fetch(metadataUrl('1.3.5'), { headers: { 'if-none-match': etag } });
        return response.status;
      },
      (status) => status === 304,
    );
    expect(settled).toBe(304);
  });

  it('survives a restart on the disk', async () => {
    const folder = join(system.dataDir, 'prepared', '1.3.6', '1.3.6.1');
    await store(root, [makeInstance({ study: '1.3.6' }).file]);
    // Prepared ahead, without a reader.
    const names = await eventually(
      () => readdir(folder).catch(() => [] as string[]),
      (found) => found.some((name) => name.endsWith('.br')) && found.some((name) => name.endsWith('.gz')),
    );
    expect(names.flatMap((name) => /^metadata-.*\.(\w+)$/.exec(name)?.[1] ?? []).sort()).toEqual([
      'br',
      'gz',
    ]);
    const second = await startServer({
      config: loadConfig({ AUTH: 'none', PORT: '0', DATA_DIR: system.dataDir }),
      archive: system.archive,
      logger: pino({ level: 'silent' }),
    });
    try {
      const response = await fetch(`${second.url}/dicom-web/studies/1.3.6/series/1.3.6.1/metadata`);
      expect(((await response.json()) as DataSet[])[0]?.['00080018']?.Value).toEqual(['1.3.6.1.1']);
      const text = await (await fetch(`${second.url}/metrics`)).text();
      expect(text).toContain('yunying_metadata_total{source="disk"} 1');
      expect(text).toContain('yunying_metadata_total{source="made"} 0');
    } finally {
      await second.close();
    }
  });
});
