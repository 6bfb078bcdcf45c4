import { valueScale, type FrameRef } from '../../imaging/index.ts';
import { presetGroup, type PreferencesData, type WindowPreset } from '../settings/index.ts';

/** A preset for one image: `center` and `width` are in the image's own modality values. */
export interface ImagePreset {
  preset: WindowPreset;
  center: number;
  width: number;
}

/** The reader's presets for an image. Those of PET are in SUVbw; an image that does not allow SUV has none. */
export function presetsOf(frame: FrameRef | undefined, { windowPresets }: PreferencesData): ImagePreset[] {
  if (!frame) return [];
  const group = presetGroup(frame.modality);
  const { unit, factor } = valueScale(frame);
  if (group === 'PET' && unit !== '{SUVbw}g/ml') return [];
  return windowPresets[group].map((preset) => ({
    preset,
    center: preset.center / factor,
    width: preset.width / factor,
  }));
}
