import {
  frameAttributes,
  modalityLut,
  paletteColorLut,
  pixelAspectRatio,
  pixelPadding,
  presentationLut,
  voiChoices,
  type DicomJson,
} from '../../pixels/index.ts';
import type { FramePresentation } from './jobs.ts';

/**
 * How the instance itself wants to be shown: its modality LUT, its first VOI LUT or window, its palette, the shape of its pixels.
 * @param frameNumber from 1
 */
export function presentationFromInstance(instance: DicomJson, frameNumber = 1): FramePresentation {
  const modality = modalityLut(instance, frameNumber);
  const [first] = voiChoices(frameAttributes(instance, frameNumber));
  const presented = presentationLut(instance)?.table;
  const padding = pixelPadding(instance);
  const palette = paletteColorLut(instance);
  return {
    modality,
    pixelAspectRatio: pixelAspectRatio(instance, frameNumber),
    ...(first?.kind === 'window' && { voi: first.voi }),
    ...(first?.kind === 'lut' && { voiTable: first.table }),
    ...(presented && { presentationTable: presented }),
    ...(padding && { padding }),
    ...(palette && { palette }),
  };
}
