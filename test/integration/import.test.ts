import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoInstances, generateDemoStudies } from '../../scripts/demo-studies/index.ts';
import { ArchiveUnreachableError, importFiles } from '../../scripts/import/index.ts';
import { type StartedSystem, startSystem } from '../support/startSystem.ts';

const root = join(import.meta.dirname, '../..');
const shared = join(root, '../shared/dicom');

/** Runs the command as `npm run import` does. */
function importCommand(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts/import.ts'), ...args], (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, output: stdout + stderr });
    });
  });
}

describe('npm run import', () => {
  let system: StartedSystem;
  let folder: string;

  beforeAll(async () => {
    system = await startSystem();
    folder = await mkdtemp(join(tmpdir(), 'yunying-import-'));
    const wanted = new Set(
      demoInstances()
        .slice(0, 15)
        .map(({ sopInstanceUid }) => sopInstanceUid),
    );
    let n = 0;
    await mkdir(join(folder, 'images/deeper'), { recursive: true });
    for await (const { bytes } of generateDemoStudies(undefined, (ids) => wanted.has(ids.sopInstanceUid))) {
      // The last one has lost its preamble and meta information: a bare data set.
      const file = ++n === 15 ? bareDataSet(bytes) : bytes;
      await writeFile(join(folder, n % 2 ? 'images' : 'images/deeper', `IM${n}`), file);
      if (n === 8) await writeFile(join(folder, 'images', 'broken.dcm'), bytes.subarray(0, 300));
    }
    await writeFile(join(folder, 'images', 'README.txt'), 'no image');
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await system.close();
  });

  const instances = async (): Promise<number> => {
    const [{ studyInstanceUid } = { studyInstanceUid: '' }] = demoInstances();
    const response = await fetch(`${system.url}/dicom-web/studies/${studyInstanceUid}/instances`);
    return response.ok ? ((await response.json()) as unknown[]).length : 0;
  };

  it('stores what is good, names what is not, and ends with 1 when something was refused', async () => {
    const { code, output } = await importCommand('--url', system.url, folder);
    expect(output).toContain('15 stored');
    expect(output).toContain('0 already there, 1 refused');
    expect(output).toMatch(/refused {2}.*broken\.dcm: .+/);
    expect(output).toContain('1 files that are not DICOM');
    expect(code).toBe(1);
    expect(await instances()).toBe(15);
  });

  it('sends nothing twice', async () => {
    const { code, output } = await importCommand(
      '--url',
      `${system.url}/dicom-web`,
      join(folder, 'images/deeper'),
    );
    expect(output).toContain('0 stored (0 MB), 7 already there, 0 refused');
    expect(code).toBe(0);
  });

  it('says what to do when nothing answers there, and when it is called wrongly', async () => {
    const gone = await importCommand('--url', 'http://127.0.0.1:9', folder);
    expect(gone).toMatchObject({ code: 1, output: expect.stringContaining('npm start') as string });
    expect((await importCommand()).code).toBe(2);
    expect((await importCommand('--url', 'nonsense', folder)).code).toBe(2);
  });

  it.skipIf(!existsSync(shared))(
    'takes a tree of files of many makers; what it calls stored is there (../shared/dicom)',
    async () => {
      const before = (await statistics(system)).CountInstances;
      const summary = await importFiles({
        paths: [join(shared, 'zoo'), join(shared, 'volumes/ct_head_ge_tilt_variable_spacing')],
        dicomWebUrl: `${system.url}/dicom-web`,
      });
      expect((await statistics(system)).CountInstances - before).toBe(summary.stored);
      expect(summary.stored).toBeGreaterThan(150);
      expect(summary.dicomdirs).toBe(8);
      for (const { reason } of summary.refused) expect(reason).not.toBe('');
    },
  );

  it('stops, without calling files bad, when the archive goes away', async () => {
    const lonely = join(folder, 'lonely');
    await mkdir(lonely, { recursive: true });
    await copyFile(join(folder, 'images/deeper/IM2'), join(lonely, 'IM2'));
    await expect(
      importFiles({ paths: [lonely], dicomWebUrl: 'http://127.0.0.1:9/dicom-web', patienceMs: 0 }),
    ).rejects.toThrow(ArchiveUnreachableError);
  });
});

async function statistics({ archive }: StartedSystem): Promise<{ CountInstances: number }> {
  const login = Buffer.from(`${archive.username ?? ''}:${archive.password ?? ''}`).toString('base64');
  const response = await fetch(`${archive.url}/statistics`, { headers: { authorization: `Basic ${login}` } });
  return (await response.json()) as { CountInstances: number };
}

/** Without preamble and group 2 (whose length stands at byte 140), as some old archives export. */
function bareDataSet(file: Uint8Array): Uint8Array {
  const groupLength = new DataView(file.buffer, file.byteOffset).getUint32(140, true);
  return file.subarray(144 + groupLength);
}
