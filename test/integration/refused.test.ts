import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RefusedFiles } from '../../dicomweb-proxy/refused/index.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const zoo = join(import.meta.dirname, '../../../shared/dicom/zoo');
const study = '1.2.826.0.1.3680043.10.511.99';

interface Entry {
  id: string;
  times: number;
  bytes: number;
  sha256: string;
  origin: { way: string; address?: string; fileName?: string };
  refusal: { code: string; text: string; failureReason: number; details?: Record<string, unknown> };
  file: Record<string, string>;
}

describe('files that are refused', () => {
  let system: StartedSystem;
  let root: string;
  const list = async (): Promise<Entry[]> => {
    const response = await fetch(`${root}/refused`);
    return ((await response.json()) as { files: Entry[] }).files;
  };
  const find = async (file: Uint8Array): Promise<Entry | undefined> => {
    const digest = createHash('sha256').update(file).digest('hex');
    return (await list()).find(({ sha256 }) => sha256 === digest);
  };
  const retry = (id: string, query = ''): Promise<Response> =>
    fetch(`${root}/refused/${id}/retry${query}`, { method: 'POST' });

  beforeAll(async () => {
    system = await startSystem();
    root = `${system.url}/dicom-web`;
  });
  afterAll(() => system.close());

  const { file: good } = makeInstance({ study: `${study}.1`, patientName: 'Zhang^San=张^三' });

  it.each([
    ['no DICOM', Buffer.from('this is no DICOM file at all, whatever its name says'), 'not-dicom', 0xc000],
    ['cut within its header', good.subarray(0, 300), 'cut', 0xc000],
    ['cut within its pixels', good.subarray(0, good.length - 10), 'cut', 0xc000],
    [
      'without Study Instance UID',
      makeInstance({ study: `${study}.2`, more: [[0x0020000d, 'UI', '']] }).file,
      'no-uids',
      0xa900,
    ],
    [
      'a colour palette, which has no study',
      makeInstance({
        study: `${study}.3`,
        more: [
          [0x00080016, 'UI', '1.2.840.10008.5.1.4.39.1'],
          [0x0020000d, 'UI', ''],
          [0x0020000e, 'UI', ''],
        ],
      }).file,
      'no-patient-object',
      0xa900,
    ],
  ])('keeps what is %s, byte for byte, and says why', async (_what, file, code, failureReason) => {
    expect((await store(root, [file])).status).toBe(409);
    const entry = await find(file);
    expect(entry).toMatchObject({ bytes: file.length, times: 1, refusal: { code, failureReason } });
    expect(entry?.origin).toMatchObject({ way: 'stow', address: '127.0.0.1' });
    const kept = await fetch(`${root}/refused/${entry?.id}/file`);
    expect(Buffer.from(await kept.arrayBuffer()).equals(file)).toBe(true);
    // The same again is no second file.
    await store(root, [file]);
    expect(await find(file)).toMatchObject({ id: entry?.id, times: 2 });
  });

  it('says what a cut file lacks, and whose it is', async () => {
    const entry = await find(good.subarray(0, good.length - 10));
    expect(entry?.refusal).toMatchObject({
      text: 'ends within (7FE0,0010), 10 bytes are missing',
      details: { tag: '(7FE0,0010)', missingBytes: 10 },
    });
    expect(entry?.file).toMatchObject({
      patientName: 'Zhang^San=张^三',
      patientId: 'P1',
      modality: 'CT',
      studyDate: '20260102',
    });
  });

  it('keeps another file under a UID that is taken; it goes in once that one is gone', async () => {
    const [first, second] = ['First^One', 'Second^One'].map((patientName) =>
      makeInstance({ study: `${study}.4`, patientName, patientId: 'P4' }),
    );
    if (!first || !second) throw new Error('not made');
    expect((await store(root, [first.file])).status).toBe(200);
    expect((await store(root, [second.file])).status).toBe(409);
    const entry = await find(second.file);
    expect(entry?.refusal.code).toBe('other-file-there');
    const again = await retry(entry?.id ?? '');
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ refusal: { code: 'other-file-there' } });
    expect(await find(second.file)).toMatchObject({ times: 2 });
    await fetch(`${root}/studies/${study}.4`, { method: 'DELETE' });
    const stored = await retry(entry?.id ?? '');
    expect(stored.status).toBe(200);
    expect(await stored.json()).toMatchObject({ sopInstanceUid: second.instance });
    expect(await find(second.file)).toBeUndefined();
    const names = (await (await fetch(`${root}/studies?StudyInstanceUID=${study}.4`)).json()) as Record<
      string,
      { Value?: unknown[] }
    >[];
    expect(names[0]?.['00100010']?.Value).toEqual([{ Alphabetic: 'Second^One' }]);
  });

  it('makes up UIDs when a person wants it: the slices of a series stay together', async () => {
    const without = [
      [0x0020000d, 'UI', ''],
      [0x0020000e, 'UI', ''],
      [0x00080018, 'UI', ''],
    ] as const;
    const files = [1, 2].map(
      (number) => makeInstance({ study: `${study}.5`, number, patientId: 'P5', more: without }).file,
    );
    expect((await store(root, files)).status).toBe(409);
    const stored = [];
    for (const file of files) {
      const entry = await find(file);
      expect(entry?.refusal.details?.missing).toBe(
        'SOP Instance UID, Study Instance UID, Series Instance UID',
      );
      const response = await retry(entry?.id ?? '', '?complete=uids');
      expect(response.status).toBe(200);
      stored.push((await response.json()) as Record<string, string>);
    }
    const [first, second] = stored;
    expect(first?.studyInstanceUid).toMatch(/^2\.25\.\d{1,39}$/);
    expect(second).toMatchObject({
      studyInstanceUid: first?.studyInstanceUid,
      seriesInstanceUid: first?.seriesInstanceUid,
    });
    expect(second?.sopInstanceUid).not.toBe(first?.sopInstanceUid);
    const path = `/studies/${first?.studyInstanceUid}/series/${first?.seriesInstanceUid}`;
    const metadata = (await (await fetch(`${root}${path}/metadata`)).json()) as Record<
      string,
      { Value?: unknown[] }
    >[];
    expect(metadata).toHaveLength(2);
    // What was changed, and by whom, is in the file (PS3.3 C.12.1.1.9).
    const [original] = (metadata[0]?.['04000561']?.Value ?? []) as Record<string, { Value?: unknown[] }>[];
    expect(original?.['04000563']?.Value).toEqual(['YUNYING']);
    expect(original?.['04000565']?.Value).toEqual(['CORRECT']);
    // DCMTK reads it without a complaint.
    const folder = mkdtempSync(join(tmpdir(), 'yunying-refused-'));
    const url = `${root}${path}/instances/${first?.sopInstanceUid}`;
    const body = Buffer.from(await (await fetch(url)).arrayBuffer());
    const start = body.indexOf('DICM') - 128;
    writeFileSync(join(folder, 'made.dcm'), body.subarray(start, body.lastIndexOf('\r\n--')));
    const dump = execFileSync('dcmdump', ['+P', '0020,000d', '+P', '7fe0,0010', join(folder, 'made.dcm')], {
      encoding: 'utf8',
    });
    expect(dump).toContain(`[${first?.studyInstanceUid}]`);
    expect(dump).toContain('(7fe0,0010) OW 0064\\0065\\0066');
    rmSync(folder, { recursive: true });
  });

  it('completes UIDs of what is stored, if its sender asks for it', async () => {
    const { file } = makeInstance({ study: `${study}.6`, more: [[0x0020000d, 'UI', '']] });
    const response = await store(root, [file], '/studies?complete=uids');
    expect(response.status).toBe(202);
    expect((await store(root, [file], '/studies?complete=everything')).status).toBe(400);
  });

  it('keeps no DICOMDIR, which says nothing that the files do not', async () => {
    const before = (await list()).length;
    const { file } = makeInstance({
      study: `${study}.7`,
      more: [
        [0x00080016, 'UI', '1.2.840.10008.1.3.10'],
        [0x0020000d, 'UI', ''],
      ],
    });
    expect((await store(root, [file])).status).toBe(409);
    expect(await list()).toHaveLength(before);
  });

  it('lets a device that sends by C-STORE know, which keeps its file; the next one is stored', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yunying-refused-'));
    const path = join(folder, 'one.dcm');
    const send = (file: Uint8Array) => {
      writeFileSync(path, file);
      const { dicomAet, dicomPort } = system;
      const sent = spawnSync('storescu', ['-v', '-aec', dicomAet, '127.0.0.1', String(dicomPort), path], {
        encoding: 'utf8',
      });
      return /Received Store Response \((\w+)/.exec(sent.stdout + sent.stderr)?.[1];
    };
    expect(send(makeInstance({ study: `${study}.8`, more: [[0x0020000d, 'UI', '']] }).file)).toBe('Refused');
    expect(send(makeInstance({ study: `${study}.8` }).file)).toBe('Success');
    rmSync(folder, { recursive: true });
  });

  it('throws away, and knows nothing of what is not there', async () => {
    const [entry] = await list();
    expect((await fetch(`${root}/refused/${entry?.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${root}/refused/${entry?.id}`)).status).toBe(404);
    expect((await fetch(`${root}/refused/${entry?.id}`, { method: 'DELETE' })).status).toBe(404);
    for (const id of ['..%2f..%2fset-aside', '%00', '20261128000000000-0000000g']) {
      expect((await fetch(`${root}/refused/${id}/file`)).status, id).toBe(404);
    }
  });

  it.skipIf(!existsSync(zoo))(
    'takes in files of the zoo that lack only their header (../shared/dicom/zoo; skipped where it is not)',
    async () => {
      for (const name of ['bad_bigendian_no_meta.dcm', 'bad_no_preamble_headless.dcm']) {
        const response = await store(root, [readFileSync(join(zoo, name))]);
        expect([name, response.status]).toEqual([name, 202]);
        const answer = (await response.json()) as Record<string, { Value?: Record<string, unknown>[] }>;
        // B000: coercion of data elements (PS3.18 Table I.2-1).
        expect(answer['00081199']?.Value?.[0]?.['00081196']).toEqual({ vr: 'US', Value: [0xb000] });
      }
    },
  );
});

describe('the folder of refused files', () => {
  const logger = pino({ level: 'silent' });
  const folder = mkdtempSync(join(tmpdir(), 'yunying-refused-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const refusal = { code: 'not-dicom', failureReason: 0xc000, text: 'not a DICOM file' } as const;
  const put = async (files: RefusedFiles, byte: number, length: number): Promise<string | undefined> => {
    async function* rest(): AsyncGenerator<Buffer> {
      for (let left = length; left > 0; left -= 1_000_000)
        yield Buffer.alloc(Math.min(left, 1_000_000), byte);
    }
    return files.keep(files.receive(Buffer.alloc(0), rest()), refusal, { way: 'stow' });
  };

  it('lets the oldest go, by count and by bytes, and says so', async () => {
    const files = new RefusedFiles({ folder, logger, mostFiles: 3, mostBytes: 50_000_000 });
    const ids = [];
    for (let byte = 1; byte <= 4; byte += 1) ids.push(await put(files, byte, 100));
    expect((await files.list()).map(({ id }) => id).sort()).toEqual(ids.slice(1).sort());
    expect(await files.dropped()).toMatchObject({ files: 1, bytes: 100 });
    // Larger than what is held in memory.
    const large = await put(files, 9, 12_000_000);
    expect(readFileSync(files.pathOf(large ?? '')).equals(Buffer.alloc(12_000_000, 9))).toBe(true);
    const few = new RefusedFiles({ folder, logger, mostFiles: 3, mostBytes: 13_000_000 });
    await put(few, 10, 2_000_000);
    expect((await few.list()).map(({ bytes }) => bytes)).toEqual([2_000_000]);
    expect(await few.dropped()).toMatchObject({ files: 5, bytes: 12_000_400 });
    // Of what is larger than a quarter of all nothing is kept; others are not thrown away for it.
    expect(await put(few, 11, 5_000_000)).toBeUndefined();
    expect(await few.list()).toHaveLength(1);
  });
});
