import {
  frameAttributes,
  inlineOverlayData,
  overlayBits,
  overlayFrame,
  overlayPlanes,
  pixelAspectRatio,
  readShutter,
  type DicomJson,
} from '../../pixels/index.ts';
import type { CoverOfFrame, OverlayOfFrame } from '../frames/index.ts';

/**
 * Shutter and overlays of a frame, the overlays with their bits.
 * @param frameNumber from 1
 * @param read the bytes of an element that is not in the data set itself
 */
export async function coverOf(
  instance: DicomJson,
  frameNumber: number,
  read: (tag: string) => Promise<Buffer>,
): Promise<CoverOfFrame> {
  const shutter = readShutter(
    frameAttributes(instance, frameNumber),
    pixelAspectRatio(instance, frameNumber),
  );
  const overlays: OverlayOfFrame[] = [];
  for (const plane of overlayPlanes(instance)) {
    if (overlayFrame(plane, frameNumber) === undefined) continue;
    const inline = inlineOverlayData(plane);
    // A picture without an overlay that cannot be read is better than none.
    const data = 'uri' in plane.source ? await read(`${plane.group}3000`).catch(() => undefined) : inline;
    const bits = data && overlayBits(plane, data, frameNumber);
    if (bits || 'bit' in plane.source) overlays.push({ plane, ...(bits && { bits }) });
  }
  return { ...(shutter && { shutter }), ...(overlays.length > 0 && { overlays }) };
}
