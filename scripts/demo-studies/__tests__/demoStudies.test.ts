import { describe, expect, it } from 'vitest';
import type { StudyTruth } from '../index.ts';
import { demoTruth } from '../index.ts';
import type { Matrix4, Vec3 } from '../geometry/index.ts';
import { meanAround, slicesNear } from './readSlices.ts';

const truth = demoTruth();

function study(key: StudyTruth['key']) {
  const found = truth.studies.find((candidate) => candidate.key === key);
  const series = found?.series[0];
  if (!found || !series) throw new Error(`The truth holds no study ${key}.`);
  return { ...found, series };
}

function map(matrix: Matrix4, [x, y, z]: Vec3): Vec3 {
  const row = (i: number) =>
    (matrix[i * 4] ?? 0) * x +
    (matrix[i * 4 + 1] ?? 0) * y +
    (matrix[i * 4 + 2] ?? 0) * z +
    (matrix[i * 4 + 3] ?? 0);
  return [row(0), row(1), row(2)];
}

describe('the demo studies', () => {
  const current = study('current');
  const prior = study('prior');

  it.each([
    ['current', current, (point: Vec3) => point],
    // The prior's landmarks are found by the matrix alone, not by what the truth lists for the prior.
    ['prior, through the rigid matrix', prior, (point: Vec3) => map(truth.currentToPrior, point)],
  ] as const)(
    'show each tissue with its HU at the landmarks (%s)',
    { timeout: 180_000 },
    async (_name, { series }, place) => {
      const points = current.landmarks.map((landmark) => ({ ...landmark, point: place(landmark.point) }));
      const slices = await slicesNear(
        series,
        points.map(({ point }) => point[2]),
        1.6 * series.sliceSpacingMm,
      );
      const tolerance = (4 * series.noiseSdHu) / Math.sqrt(75);
      const wrong = points
        .map(({ name, point, hu }) => ({ name, hu, measured: meanAround(slices, point) }))
        .filter(({ hu, measured }) => !(Math.abs(measured - hu) <= tolerance));
      expect(wrong).toEqual([]);
      expect(points.length).toBeGreaterThanOrEqual(8);
    },
  );

  it.each([current, prior])(
    'show a ball of the true volume ($key)',
    { timeout: 180_000 },
    async ({ series, nodules }) => {
      const nodule = nodules[0];
      if (!nodule) throw new Error('The study has no nodule.');
      const radius = nodule.diameterMm / 2;
      const slices = await slicesNear(series, [nodule.centre[2]], radius + 4);
      const threshold = (nodule.hu + truth.tissuesHu.lung) / 2;
      let voxels = 0;
      for (const { hu, position, spacing, columns, rows } of slices) {
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            const offset = [
              position[0] + column * spacing[1] - nodule.centre[0],
              position[1] + row * spacing[0] - nodule.centre[1],
              position[2] - nodule.centre[2],
            ];
            if (Math.hypot(...offset) < radius + 2 && (hu[row * columns + column] ?? 0) > threshold) voxels++;
          }
        }
      }
      const [between, along] = series.pixelSpacingMm;
      const volume = voxels * between * along * series.sliceSpacingMm;
      expect(volume / ((Math.PI / 6) * nodule.diameterMm ** 3)).toBeGreaterThan(0.95);
      expect(volume / ((Math.PI / 6) * nodule.diameterMm ** 3)).toBeLessThan(1.05);
    },
  );

  it(
    'have noise of the stated strength that is correlated from pixel to pixel',
    { timeout: 180_000 },
    async () => {
      const liver = current.landmarks.find(({ name }) => name === 'liver');
      if (!liver) throw new Error('No landmark in the liver.');
      const slices = await slicesNear(current.series, [liver.point[2]], 6);
      let [n, sum, squares, products] = [0, 0, 0, 0];
      for (const { hu, position, spacing, columns } of slices) {
        const column = Math.round((liver.point[0] - position[0]) / spacing[1]);
        const row = Math.round((liver.point[1] - position[1]) / spacing[0]);
        for (let j = -6; j <= 6; j++) {
          for (let i = -6; i <= 6; i++) {
            const value = (hu[(row + j) * columns + column + i] ?? 0) - liver.hu;
            const beside = (hu[(row + j) * columns + column + i + 1] ?? 0) - liver.hu;
            n++;
            sum += value;
            squares += value * value;
            products += value * beside;
          }
        }
      }
      const variance = squares / n - (sum / n) ** 2;
      expect(Math.sqrt(variance) / current.series.noiseSdHu).toBeGreaterThan(0.85);
      expect(Math.sqrt(variance) / current.series.noiseSdHu).toBeLessThan(1.1);
      expect(products / squares).toBeGreaterThan(0.25);
    },
  );

  it('differ between the dates by a rotation of 2.6 degrees and a shift, nothing else', () => {
    const m = truth.currentToPrior;
    const at = (i: number, j: number) => m[i * 4 + j] ?? Number.NaN;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const product = at(i, 0) * at(j, 0) + at(i, 1) * at(j, 1) + at(i, 2) * at(j, 2);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
    const degrees = (Math.acos((at(0, 0) + at(1, 1) + at(2, 2) - 1) / 2) * 180) / Math.PI;
    expect(degrees).toBeCloseTo(2.6, 9);
    expect(m.slice(12)).toEqual([0, 0, 0, 1]);
    const [from, to] = [current.nodules[0], prior.nodules[0]];
    if (!from || !to) throw new Error('A nodule is missing.');
    map(m, from.centre).forEach((value, i) => expect(value).toBeCloseTo(to.centre[i] ?? Number.NaN, 9));
    expect(from.diameterMm).toBeGreaterThan(to.diameterMm);
  });

  it('keep the dates in frames of reference of their own and one patient', () => {
    expect(current.frameOfReferenceUid).not.toBe(prior.frameOfReferenceUid);
    expect(current.patientId).toBe(prior.patientId);
    for (const { series } of [current, prior]) expect(series.instances.length).toBeGreaterThanOrEqual(120);
  });
});
