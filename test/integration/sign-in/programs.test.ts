import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDemoStudies, demoInstances } from '../../../scripts/demo-studies/index.ts';
import { localAuthorization } from '../../../scripts/localAuthorization.ts';
import { serviceKeyFile } from '../../../services/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { makeInstance } from '../support/instances.ts';
import {
  administratorOf,
  startSignInSystem,
  type SignInSystem,
  type Visitor,
} from './support/signInSystem.ts';

const root = join(import.meta.dirname, '../../..');

describeOnEngines('programs of this machine', (engine) => {
  let system: SignInSystem;
  let admin: Visitor;
  let folder = '';
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    admin = await administratorOf(system);
    folder = await mkdtemp(join(tmpdir(), 'yunying-programs-'));
    await writeFile(join(folder, 'a.dcm'), makeInstance({ study: '1.2.826.0.1.3680043.10.514.91' }).file);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await system.close();
  });

  const importCommand = (env: Record<string, string>) =>
    new Promise<{ code: unknown; output: string }>((resolve) => {
      const args = [join(root, 'scripts/import.ts'), '--url', system.url, folder];
      execFile(process.execPath, args, { env: { PATH: process.env.PATH, ...env } }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, output: stdout + stderr }),
      );
    });

  it('have a key that its owner alone can read', async () => {
    const file = serviceKeyFile(system.dataDir);
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
    expect(await readFile(file, 'utf8')).toMatch(/^yyk_[\w-]{8}_[\w-]{43}\n$/);
    const authorization = (await localAuthorization(system.url, { dataDir: system.dataDir })) ?? '';
    const program = system.visitor();
    expect((await program.get('/dicom-web/studies', { authorization })).status).toBe(200);
    for (const path of ['/api/people', '/metrics', '/dicom-web/refused'])
      expect([path, (await program.get(path, { authorization })).status]).toEqual([path, 403]);
    // Wherever else a program is pointed at, the key stays here.
    expect(await localAuthorization('https://pacs.example', { dataDir: system.dataDir })).toBeUndefined();
    expect(
      await localAuthorization('http://127.0.0.1.evil.example', { dataDir: system.dataDir }),
    ).toBeUndefined();
    expect(await localAuthorization(system.url, { dataDir: folder })).toBeUndefined();
    expect(await localAuthorization(system.url, { dataDir: folder, apiKey: 'x' })).toBe('Bearer x');
  });

  it('import files with it, and say what is missing without', async () => {
    const without = await importCommand({ DATA_DIR: folder });
    expect(without.code).toBe(1);
    expect(without.output).toContain('asks who you are');
    const { code, output } = await importCommand({ DATA_DIR: system.dataDir });
    expect(output).toContain('1 stored');
    expect(code).toBe(0);
    expect((await admin.get('/dicom-web/studies')).headers['x-total-count']).toBe('1');
  });

  it('load the demo studies', async () => {
    const authorization = await localAuthorization(system.url, { dataDir: system.dataDir });
    const enough = new AbortController();
    const loading = loadDemoStudies({
      url: system.url,
      dataDir: system.dataDir,
      authorization,
      signal: enough.signal,
      onProgress: (done) => done > 0 && enough.abort(),
    });
    await expect(loading).rejects.toThrow();
    const [{ studyInstanceUid } = { studyInstanceUid: '' }] = demoInstances();
    expect((await admin.get(`/dicom-web/studies/${studyInstanceUid}/series`)).status).toBe(200);
  });

  it('keep their key, and lose it at once when it is ended', async () => {
    const { services } = system.server;
    const authorization = (await localAuthorization(system.url, { dataDir: system.dataDir })) ?? '';
    const program = system.visitor();
    const [key] = (await services?.keys.list()) ?? [];
    if (!services || !key) throw new Error('there is no key');
    expect((await program.get('/dicom-web/studies', { authorization })).status).toBe(200);
    await services.keys.revoke(key.id, new Date(system.clock.ms));
    await expect
      .poll(async () => (await program.get('/dicom-web/studies', { authorization })).status, {
        timeout: 10_000,
      })
      .toBe(401);
  });
});
