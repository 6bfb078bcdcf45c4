import {
  modalityLut,
  paletteColorLut,
  pixelAspectRatio,
  pixelPadding,
  voiFromInstance,
  type DicomJson,
} from '../../pixels/index.ts';
import type { FramePresentation } from './jobs.ts';

/**
 * How the instance itself wants to be shown: its modality LUT, its first window, its palette, the shape of its pixels.
 * @param frameNumber from 1
 */
export function presentationFromInstance(instance: DicomJson, frameNumber = 1): FramePresentation {
  const voi = voiFromInstance(instance, frameNumber);
  const padding = pixelPadding(instance);
  const palette = paletteColorLut(instance);
  return {
    modality: modalityLut(instance, frameNumber),
    pixelAspectRatio: pixelAspectRatio(instance, frameNumber),
    ...(voi && { voi }),
    ...(padding && { padding }),
    ...(palette && { palette }),
  };
}
