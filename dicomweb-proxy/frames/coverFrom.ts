import { embeddedBits, type FrameValues, type OverlayBitmap, type PictureCover } from '../../pixels/index.ts';
import type { CoverOfFrame } from './jobs.ts';

/**
 * What is laid over a picture, with every bitmap at hand.
 * @param cells the pixel cells whole, where overlays are in them
 */
export function coverFrom({ shutter, overlays = [] }: CoverOfFrame, cells?: FrameValues): PictureCover {
  const bitmaps = overlays.flatMap(({ plane, bits }): OverlayBitmap[] => {
    if (bits) return [{ plane, bits }];
    return cells && 'bit' in plane.source ? [{ plane, bits: embeddedBits(cells, plane.source.bit) }] : [];
  });
  const isShutter = ({ plane }: OverlayBitmap): boolean => plane.group === shutter?.overlayGroup;
  return {
    shutter,
    shutterBitmap: bitmaps.find(isShutter),
    overlays: bitmaps.filter((bitmap) => !isShutter(bitmap)),
  };
}
