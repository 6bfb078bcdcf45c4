import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoTruth } from '../../scripts/demo-studies/index.ts';
import { demoInstances, demoTruth, loadDemoStudies } from '../../scripts/demo-studies/index.ts';
import { type StartedSystem, startSystem } from '../support/startSystem.ts';

type Dataset = Record<string, { Value?: unknown[] } | undefined>;

describe('loading the demo studies', { timeout: 240_000 }, () => {
  let system: StartedSystem;
  let dataDir: string;

  beforeAll(async () => {
    system = await startSystem();
    dataDir = await mkdtemp(join(tmpdir(), 'yunying-demo-'));
  });

  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
    await system.close();
  });

  it('goes on where an interrupted run ended, and is done once', async () => {
    const total = demoInstances().length;
    const interruption = new AbortController();
    const interrupted = loadDemoStudies({
      url: system.url,
      dataDir,
      signal: interruption.signal,
      onProgress: (done) => {
        if (done >= 18) interruption.abort();
      },
    });
    await expect(interrupted).rejects.toThrow();
    await expect(access(join(dataDir, 'demo/loaded.json'))).rejects.toThrow();

    const progress: number[] = [];
    await loadDemoStudies({ url: system.url, dataDir, onProgress: (done) => progress.push(done) });
    expect(progress[0]).toBeGreaterThanOrEqual(18);
    expect(progress.at(-1)).toBe(total);

    const again: number[] = [];
    await loadDemoStudies({ url: system.url, dataDir, onProgress: (done) => again.push(done) });
    expect(again).toEqual([]);
  });

  it('leaves every instance in the archive, under the patients of the truth', async () => {
    const response = await fetch(`${system.url}/dicom-web/studies?includefield=00201208`);
    const studies = (await response.json()) as Dataset[];
    const truth = demoTruth();
    const found = studies.map((study) => [
      study['0020000D']?.Value?.[0],
      study['00100020']?.Value?.[0],
      Number(study['00201208']?.Value?.[0]),
    ]);
    const expected = truth.studies.map(({ studyInstanceUid, patientId, series }) => [
      studyInstanceUid,
      patientId,
      series.reduce((sum, { instances }) => sum + instances.length, 0),
    ]);
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  it('writes down the truth', async () => {
    const written = JSON.parse(await readFile(join(dataDir, 'demo/truth.json'), 'utf8')) as DemoTruth;
    expect(written).toEqual(JSON.parse(JSON.stringify(demoTruth())));
  });
});
