import type { FrameLoader } from '../frames/frameLoader.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { VolumeGeometry } from '../volume/volumeGeometry.ts';
import { beyondBody } from './beyondBody.ts';
import { HiddenVoxels } from './hiddenVoxels.ts';
import { addFrame, sharesOf } from './reduceLayer.ts';
import type { ReducedGrid } from './reducedGrid.ts';
import { LayerSmoother } from './smoothLayers.ts';

/** What a volume is drawn of: modality values on a reduced grid. */
export interface ReducedVoxels {
  readonly grid: ReducedGrid;
  readonly values: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  /** For values in another unit than HU: those below which 50 %, 90 %, 99.5 % of the voxels lie. */
  readonly percentiles: readonly [number, number, number];
  /** Of values in HU: what is not inside of the body. */
  readonly beyondBody: HiddenVoxels | undefined;
}

/** Work goes on for so long before the page has its turn, ms. */
const turnMs = 8;
/** Of how many voxels percentiles are taken. */
const sampled = 100_000;

/**
 * Loads all frames of a volume, reduces and smooths them, layer by layer; the frames stay the loader's.
 * Rejects with a FrameError when one cannot be had: nothing is made up in its place.
 *
 * @param onProgress given the share that is done, 0 to 1
 */
export async function reduceVolume(
  volume: VolumeGeometry,
  grid: ReducedGrid,
  loader: Pick<FrameLoader, 'load' | 'prefetch'>,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ReducedVoxels> {
  const [columns, rows, layers] = grid.dimensions;
  const hounsfield = volume.frames[0]?.unit === 'HU';
  const integers = hounsfield ? new Int16Array(columns * rows * layers) : undefined;
  const values = integers ?? new Float32Array(columns * rows * layers);
  const sums = new Float32Array(columns * rows);
  const beyond: Int32Array[] = [];
  const smoother = new LayerSmoother(columns, rows, hounsfield, (smooth, layer) => {
    const base = (grid.reversed ? layers - 1 - layer : layer) * smooth.length;
    for (let at = 0; at < smooth.length; at++)
      values[base + at] = hounsfield ? toHounsfield(smooth[at] as number) : (smooth[at] as number);
    if (hounsfield) beyond.push(beyondBody(smooth, columns, rows).map((at) => base + at));
  });
  const owner = `volume3d:${volume.id}`;
  let since = performance.now();
  try {
    for (let layer = 0; layer < layers; layer++) {
      if (layer % 8 === 0) loader.prefetch(owner, framesFrom(volume, grid, layer));
      sums.fill(0);
      for (const share of sharesOf(volume, grid, layer)) {
        const loaded = await loader.load(volume.frames[share.frame] as FrameRef);
        signal.throwIfAborted();
        addFrame(sums, loaded.values, volume, grid, share);
        if (performance.now() - since < turnMs) continue;
        await new Promise((resolve) => setTimeout(resolve));
        since = performance.now();
      }
      smoother.add(sums);
      onProgress((layer + 1) / layers);
    }
    smoother.end();
  } finally {
    loader.prefetch(owner, []);
  }
  return {
    grid,
    values,
    percentiles: percentilesOf(values),
    beyondBody: integers && new HiddenVoxels(integers, joined(beyond)),
  };
}

const toHounsfield = (value: number): number => Math.max(-32768, Math.min(32767, Math.round(value)));

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function framesFrom(volume: VolumeGeometry, grid: ReducedGrid, layer: number): FrameRef[] {
  const first = sharesOf(volume, grid, layer)[0]?.frame ?? 0;
  return volume.frames.slice(first);
}

function percentilesOf(values: ArrayLike<number>): [number, number, number] {
  const step = Math.max(1, Math.floor(values.length / sampled));
  const sample = Float32Array.from(
    { length: Math.floor(values.length / step) },
    (_, i) => values[i * step] as number,
  );
  sample.sort();
  const at = (share: number): number => sample[Math.floor((sample.length - 1) * share)] ?? 0;
  return [at(0.5), at(0.9), at(0.995)];
}
