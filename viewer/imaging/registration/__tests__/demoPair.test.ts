import { describe, expect, it } from 'vitest';
import { demoTruth, generateDemoStudies } from '../../../../scripts/demo-studies/index.ts';
import { describeVolume } from '../../volume/index.ts';
import type { CoarseVolume } from '../coarseVolume.ts';
import { coarseVolumeOf } from '../coarseVolumeOf.ts';
import { findRigid } from '../findRegistration.ts';
import { compose, inverse, mapPoint, rotationDegrees } from '../rigidMatrix.ts';
import { FiledSeries } from './filedSeries.ts';

describe('the demo studies', { timeout: 300_000 }, () => {
  it('are registered within 1 mm and 0.3 degrees of the generator, the other patient is told apart', async () => {
    const truth = demoTruth();
    const seriesOf = (key: string, index: number) =>
      truth.studies.find((study) => study.key === key)?.series[index]?.seriesInstanceUid as string;
    // The 5 mm series of the current study is less to generate.
    const wanted = [seriesOf('current', 1), seriesOf('prior', 0), seriesOf('other', 0)];
    const files = new Map<string, Uint8Array[]>(wanted.map((uid) => [uid, []]));
    for await (const { seriesInstanceUid, bytes } of generateDemoStudies(undefined, (instance) =>
      files.has(instance.seriesInstanceUid),
    ))
      files.get(seriesInstanceUid)?.push(bytes);
    const volumes: CoarseVolume[] = [];
    for (const uid of wanted) {
      const series = FiledSeries.ofBytes(files.get(uid) ?? []);
      const volume = describeVolume(series.frames);
      if (volume.kind === 'fault') throw new Error(volume.code);
      volumes.push(await coarseVolumeOf(volume, series));
    }
    const [current, prior, other] = volumes as [CoarseVolume, CoarseVolume, CoarseVolume];
    const found = findRigid(current, prior);
    const landmarks = truth.studies.find(({ key }) => key === 'current')?.landmarks ?? [];
    const errors = landmarks.map(({ point }) => {
      const [a, b] = [mapPoint(found.matrix, point), mapPoint(truth.currentToPrior, point)];
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    });
    const degrees = rotationDegrees(compose(inverse(truth.currentToPrior), found.matrix));
    process.stderr.write(`demo: ${Math.max(...errors).toFixed(3)} mm, ${degrees.toFixed(3)} degrees\n`);
    expect(errors.length).toBeGreaterThan(3);
    expect(Math.max(...errors)).toBeLessThan(1);
    expect(degrees).toBeLessThan(0.3);
    expect(found.quality).toBe('good');
    expect(findRigid(current, other).quality).toBe('poor');
  });
});
