import { describe, expect, it } from 'vitest';
import { LayerSmoother } from '../smoothLayers.ts';

/** Smooths layers of `columns` x `rows`; gives them one after the other. */
function smoothed(columns: number, rows: number, hounsfield: boolean, layers: number[][]): number[][] {
  const out: number[][] = [];
  const smoother = new LayerSmoother(columns, rows, hounsfield, (layer, index) => (out[index] = [...layer]));
  for (const layer of layers) smoother.add(Float32Array.from(layer));
  smoother.end();
  return out;
}

const empty = Array.from({ length: 9 }, () => 0);

describe('LayerSmoother', () => {
  it('gives each voxel the binomial mean of its neighbourhood', () => {
    // 64 in the middle of 3 x 3 x 3: (2 2 2) / 4³ of it stay, each face has half, each edge a quarter, each corner an eighth.
    const middle = [0, 0, 0, 0, 64, 0, 0, 0, 0];
    const outer = [1, 2, 1, 2, 4, 2, 1, 2, 1];
    expect(smoothed(3, 3, false, [empty, middle, empty])).toEqual([
      outer,
      [2, 4, 2, 4, 8, 4, 2, 4, 2],
      outer,
    ]);
  });

  it('leaves even tissue and the middle of edges as they are, at the borders of the volume too', () => {
    expect(smoothed(2, 2, true, [[50, 50, 50, 50]])).toEqual([[50, 50, 50, 50]]);
    const step = [-1000, -1000, 40, 40];
    const [line] = smoothed(4, 1, true, [step, step]);
    expect(line).toEqual([-1000, -740, -220, 40]);
    // Between the two middle ones it is half-way: the surface has not moved.
    expect(((line?.[1] ?? 0) + (line?.[2] ?? 0)) / 2).toBe(-480);
  });

  it('lets bone keep half of what it has above its surroundings, in HU only', () => {
    // 800 among 0: the mean is 100; half of the 700 above it is kept.
    const bone = [0, 0, 0, 0, 800, 0, 0, 0, 0];
    expect(smoothed(3, 3, true, [empty, bone, empty])[1]?.[4]).toBe(450);
    expect(smoothed(3, 3, false, [empty, bone, empty])[1]?.[4]).toBe(100);
    // 90 HU are no bone.
    expect(smoothed(3, 3, true, [empty, [0, 0, 0, 0, 80, 0, 0, 0, 0], empty])[1]?.[4]).toBe(10);
  });
});
