import { cp, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../scripts/import/index.ts';
import { readDicomdir } from '../../scripts/import/readDicomdir.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance } from './support/instances.ts';

const tree = join(import.meta.dirname, '../../../shared/dicom/zoo/dicomdir_pydicom');

/** File IDs as DCMTK lists them. */
const listedByDcmtk = (path: string): string[] =>
  execFileSync('dcmdump', ['-q', '+P', '0004,1500', path], { encoding: 'latin1' })
    .split('\n')
    .flatMap((line) => /\[(.+)\]/.exec(line)?.[1]?.replaceAll('\\', '/').trim() ?? []);

describe.skipIf(!existsSync(tree))(
  'file-sets (../shared/dicom/zoo/dicomdir_pydicom; skipped where it is not)',
  () => {
    let system: StartedSystem;
    let folder: string;
    const run = () => importFiles({ paths: [folder], dicomWebUrl: `${system.url}/dicom-web` });

    beforeAll(async () => {
      system = await startSystem();
      folder = join(await mkdtemp(join(tmpdir(), 'yunying-set-')), 'disc');
      await cp(tree, folder, { recursive: true });
      await rm(join(folder, 'TINY_ALPHA'), { recursive: true });
    });
    afterAll(async () => {
      await rm(join(folder, '..'), { recursive: true, force: true });
      await system.close();
    });

    it.each(['DICOMDIR', 'DICOMDIR-bigEnd', 'DICOMDIR-implicit', 'DICOMDIR-reordered'])(
      'reads %s as DCMTK does, whatever its offsets say',
      async (name) => {
        const path = join(tree, name);
        const listed = await readDicomdir(path);
        expect(listed.length).toBeGreaterThan(0);
        expect(listed.toSorted()).toEqual([...new Set(listedByDcmtk(path))].sort());
      },
    );

    it('calls a directory faulty whose records go on after its end', async () => {
      await expect(readDicomdir(join(tree, 'DICOMDIR-nooffset'))).rejects.toThrow('(0004,1220)');
      await expect(readDicomdir(join(tree, 'DICOMDIR-empty.dcm'))).rejects.toThrow('it lists no files');
    });

    it('takes a disc in by its directory, names what is missing and what it does not list', async () => {
      const listed = listedByDcmtk(join(folder, 'DICOMDIR'));
      const there = listed.filter((id) => existsSync(join(folder, id)));
      // As drivers of other systems show the names on a disc.
      await rename(join(folder, '98892001/CT5N'), join(folder, '98892001/ct5n.'));
      const { file } = makeInstance({ study: '1.2.826.0.1.3680043.10.511.55' });
      await writeFile(join(folder, 'EXTRA'), file);
      const summary = await run();
      expect(summary.refused).toEqual([]);
      expect(summary.stored + summary.alreadyThere).toBe(there.length + 1);
      expect(summary.fileSets).toEqual([
        {
          path: join(folder, 'DICOMDIR'),
          listed: listed.length,
          missing: listed.filter((id) => !there.includes(id)),
          unlisted: [join(folder, 'EXTRA')],
        },
      ]);
    });

    it('looks through the files beside a directory that is damaged', async () => {
      await truncate(join(folder, 'DICOMDIR'), 500);
      const summary = await run();
      expect(summary.refused).toEqual([]);
      expect(summary.alreadyThere).toBeGreaterThan(2);
      const [fileSet] = summary.fileSets;
      expect(fileSet?.fault).toMatch(/^it (is|has|lists) no/);
    });
  },
);
