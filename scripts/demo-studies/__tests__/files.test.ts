import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { demoInstances, demoTruth, generateDemoStudies } from '../index.ts';
import { isIn, readSlice } from './readSlices.ts';

const run = promisify(execFile);
const hasValidator = await run('dciodvfy', ['-version']).then(
  () => true,
  (error: { code?: unknown }) => error.code !== 'ENOENT',
);

async function files(seed: string | undefined, wanted: readonly number[]): Promise<Uint8Array[]> {
  const uids = demoInstances(seed).map(({ sopInstanceUid }) => sopInstanceUid);
  const chosen = new Set(wanted.map((i) => uids[i] ?? ''));
  const made: Uint8Array[] = [];
  for await (const { bytes } of generateDemoStudies(seed, isIn(chosen))) made.push(bytes);
  return made;
}

const hashes = (made: readonly Uint8Array[]) =>
  made.map((bytes) => createHash('sha256').update(bytes).digest('hex'));

describe('the files of the demo studies', () => {
  const truth = demoTruth();

  it('are the same bytes whenever and beside whatever they are made', { timeout: 180_000 }, async () => {
    const three = hashes(await files(undefined, [20, 170, 300]));
    const one = hashes(await files(undefined, [170]));
    expect(three).toHaveLength(3);
    expect(new Set(three).size).toBe(3);
    expect(one).toEqual([three[1]]);
  });

  it('are others for another seed', { timeout: 180_000 }, async () => {
    const [ours, theirs] = [await files(undefined, [80]), await files('another', [80])];
    expect(hashes(ours)).not.toEqual(hashes(theirs));
    expect(demoTruth('another').currentStudyInstanceUid).not.toBe(truth.currentStudyInstanceUid);
  });

  it('say who, what and where, readable by another library', async () => {
    const [file] = await files(undefined, [80]);
    if (!file) throw new Error('No file was made.');
    const { dataset, hu } = readSlice(file);
    const series = truth.studies[0]?.series[0];
    const instance = series?.instances[80];
    expect(dataset).toMatchObject({
      SpecificCharacterSet: 'ISO_IR 192',
      PatientID: 'YY-DEMO-0001',
      StudyDate: '20260701',
      StudyDescription: '胸部CT平扫',
      BodyPartExamined: 'CHEST',
      SOPInstanceUID: instance?.sopInstanceUid,
      SeriesInstanceUID: series?.seriesInstanceUid,
      ImagePositionPatient: instance?.imagePositionPatient,
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
      PixelSpacing: series?.pixelSpacingMm,
      BitsStored: 12,
      RescaleIntercept: -1024,
      WindowCenterWidthExplanation: ['肺窗', '纵隔窗'],
    });
    expect(JSON.stringify(dataset['PatientName'])).toContain('张^云山');
    expect(hu).toHaveLength(512 * 512);
    expect(hu.reduce((a, b) => Math.min(a, b))).toBe(-1024);
    expect(hu.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(3071);
  });

  it('have UIDs that are valid and all different', () => {
    const uids = demoInstances().map(({ sopInstanceUid }) => sopInstanceUid);
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) expect(uid).toMatch(/^2\.25\.[1-9][0-9]{0,38}$/);
  });

  it.skipIf(!hasValidator)(
    'pass a validator of the CT Image IOD (dciodvfy)',
    { timeout: 180_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'yunying-validate-'));
      try {
        for (const [i, file] of (await files(undefined, [0, 170, 300, 390])).entries()) {
          const path = join(folder, `${i}.dcm`);
          await writeFile(path, file);
          const { stdout, stderr } = await run('dciodvfy', [path]);
          expect(`${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
          expect(`${stdout}${stderr}`).toContain('CTImage');
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
});
