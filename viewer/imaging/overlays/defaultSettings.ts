import { voiFromInstance } from '../../../pixels/index.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { hasValues, type DrawableOverlay, type OverlaySettings, type ValueOverlay } from './overlayObject.ts';

const alike = {
  opacity: 0.5,
  colourMap: 'hotIron',
  window: { lower: 0, upper: 1 },
  threshold: undefined,
  outline: true,
  fill: true,
  hidden: new Set<number>(),
} as const satisfies OverlaySettings;

/** What PET is usually read with, SUV. */
const suvWindow = { lower: 0, upper: 7 };
/** Of the greatest dose: less is not worth a colour. */
const leastDoseShare = 0.1;

/** How an overlay is first drawn. Rejects when what that takes cannot be loaded. */
export async function defaultSettings(
  object: DrawableOverlay,
  loader: FrameLoader,
): Promise<OverlaySettings> {
  if (!hasValues(object)) return { ...alike, opacity: object.kind === 'structures' ? 0.15 : 0.35 };
  if (object.kind === 'dose') {
    const greatest = await greatestOf(object, loader);
    return {
      ...alike,
      opacity: 0.4,
      colourMap: 'rainbow',
      window: { lower: 0, upper: greatest },
      threshold: leastDoseShare * greatest,
    };
  }
  if (object.unit.startsWith('SUV')) return { ...alike, window: suvWindow };
  return { ...alike, window: await windowOf(object, loader) };
}

async function greatestOf({ volume }: ValueOverlay, loader: FrameLoader): Promise<number> {
  const loaded = await Promise.all(volume.frames.map((frame) => loader.load(frame)));
  return Math.max(...loaded.map(({ max }) => max)) || 1;
}

/** The window the middle image came with, else its range. */
async function windowOf(
  { volume, factor }: ValueOverlay,
  loader: FrameLoader,
): Promise<OverlaySettings['window']> {
  const middle = volume.frames[Math.floor(volume.frames.length / 2)] as FrameRef;
  const own = voiFromInstance(middle.instance);
  if (own)
    return { lower: (own.center - own.width / 2) * factor, upper: (own.center + own.width / 2) * factor };
  const { min, max } = await loader.load(middle);
  return { lower: min * factor, upper: (max > min ? max : min + 1) * factor };
}
