import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ArchiveProblem,
  isAlive,
  obtainArchive,
  type ObtainedArchive,
  parseIdentity,
  type ProcessIdentity,
} from '../../dicomweb-proxy/index.ts';
import { generateDemoStudies } from '../../scripts/demo-studies/index.ts';

describe('the archive of one DATA_DIR', () => {
  let dataDir = '';
  let image: Uint8Array = new Uint8Array();
  const undo: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    for await (const { bytes } of generateDemoStudies()) {
      image = bytes;
      break;
    }
  });
  beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'yunying-test-'))));
  afterEach(async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const logger = pino({ level: 'silent' });
  const options = (more: Partial<Parameters<typeof obtainArchive>[0]> = {}) => ({
    dataDir,
    dicomPort: 0,
    dicomAet: 'YUNYING',
    logger,
    ...more,
  });
  const obtain = async () => {
    const archive = await obtainArchive(options());
    undo.push(() => archive.close());
    return archive;
  };
  const ask = ({ url, username, password }: ObtainedArchive, path: string, init: RequestInit = {}) =>
    fetch(url + path, {
      ...init,
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
    });
  const instances = async (archive: ObtainedArchive) =>
    ((await (await ask(archive, '/statistics')).json()) as { CountInstances: number }).CountInstances;
  const runningOrthanc = (): ProcessIdentity =>
    parseIdentity(
      (JSON.parse(readFileSync(join(dataDir, 'orthanc/orthanc.pid'), 'utf8')) as { archive: unknown })
        .archive,
    )!;
  const problemOf = async (attempt: Promise<unknown>): Promise<ArchiveProblem> => {
    const problem = await attempt.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ArchiveProblem);
    return problem as ArchiveProblem;
  };

  it('answers on loopback, to its credentials only, with no plugin but DICOMweb', async () => {
    const archive = await obtain();
    expect(new URL(archive.url).hostname).toBe('127.0.0.1');
    expect((await fetch(`${archive.url}/system`)).status).toBe(401);
    const plugins = (await (await ask(archive, '/plugins')).json()) as string[];
    expect(plugins.filter((name) => name !== 'explorer.js')).toEqual(['dicom-web']);
    for (const file of ['credentials.json', 'orthanc.json']) {
      expect(statSync(join(dataDir, 'orthanc', file)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(dataDir, 'orthanc')).mode & 0o777).toBe(0o700);
  });

  it('takes an image from a modality that nobody has announced, under any called AE title', async () => {
    const archive = await obtain();
    const file = join(dataDir, 'image.dcm');
    writeFileSync(file, image);
    const run = promisify(execFile);
    const port = String(archive.dicomPort);
    await run('storescu', ['-aet', 'CT_3F', '-aec', 'YUNYING', '127.0.0.1', port, file]);
    await run('echoscu', ['-aet', 'CT_3F', '-aec', 'SOMETHING', '127.0.0.1', port]);
    expect(await instances(archive)).toBe(1);
  });

  it('keeps its images and its address when it is killed, and its images over a new start', async () => {
    const archive = await obtain();
    expect((await ask(archive, '/instances', { method: 'POST', body: Buffer.from(image) })).status).toBe(200);
    const before = runningOrthanc();
    process.kill(before.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await instances(archive)).toBe(1), {
      timeout: 20_000,
      interval: 100,
    });
    expect(runningOrthanc().pid).not.toBe(before.pid);

    await archive.close();
    expect(isAlive(before)).toBe(false);
    const again = await obtain();
    expect(await instances(again)).toBe(1);
    expect(again.password).toBe(archive.password);
  });

  it('is not given to a second run, which would destroy its index', async () => {
    await obtain();
    const problem = await problemOf(obtainArchive(options()));
    expect(problem.message).toContain(`already in use by process ${process.pid}`);
  });

  it('ends what a killed run has left behind before it starts', async () => {
    const script = fileURLToPath(new URL('../support/holdArchive.ts', import.meta.url));
    const holder = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const orphan = runningOrthanc();
    expect(isAlive(orphan)).toBe(true);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const archive = await obtain();
    expect(isAlive(orphan)).toBe(false);
    expect(await instances(archive)).toBe(0);
  });

  it('says who is in the way when the DICOM port is taken', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    undo.push(async () => other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const problem = await problemOf(obtainArchive(options({ dicomPort: port })));
    expect(problem.message).toContain(`DICOM port ${port} is taken`);
    expect(problem.remedy).toContain('DICOM_PORT');
    // Nothing is left that blocks the next start.
    await obtain();
  });

  it('tells the last words of an Orthanc that does not come up', async () => {
    mkdirSync(join(dataDir, 'orthanc/storage'), { recursive: true });
    writeFileSync(join(dataDir, 'orthanc/storage/index'), 'this is not a database, whatever its name says');
    const problem = await problemOf(obtainArchive(options()));
    expect(problem.message).toContain('did not come up');
    expect(problem.message).toContain('file is not a database'); // SQLite's own words for SQLITE_NOTADB
    expect(problem.remedy).toContain(join(dataDir, 'orthanc/orthanc.log'));
  });

  describe('at ORTHANC_URL', () => {
    const external = (archive: ObtainedArchive, more = {}) =>
      obtainArchive(
        options({
          orthancUrl: `${archive.url}/`,
          orthancUsername: archive.username,
          orthancPassword: archive.password,
          ...more,
        }),
      );

    it('is used as it is, and left running', async () => {
      const own = await obtain();
      const found = await external(own);
      expect(found).toMatchObject({ kind: 'external', url: own.url, username: own.username });
      await found.close();
      expect(await instances(own)).toBe(0);
    });

    it('is refused with the reason when the password is wrong, nobody answers, or it is something else', async () => {
      const own = await obtain();
      expect((await problemOf(external(own, { orthancPassword: 'wrong' }))).message).toContain(
        'refuses the credentials (HTTP 401)',
      );
      const web: Server = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
      await once(web, 'listening');
      const orthancUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
      expect((await problemOf(external(own, { orthancUrl }))).message).toContain(
        'is not an Orthanc (HTTP 404',
      );
      web.close();
      web.closeAllConnections();
      expect((await problemOf(external(own, { orthancUrl }))).message).toMatch(
        /does not answer .*ECONNREFUSED/,
      );
    });
  });
});
