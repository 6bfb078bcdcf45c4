/** A window worth a key, in modality values. */
export interface WindowPreset {
  name: 'lung' | 'mediastinum' | 'bone' | 'brain' | 'abdomen' | 'liver';
  center: number;
  width: number;
}

/** Window presets of CT in HU, in the order of the number keys. */
const ctPresets: readonly WindowPreset[] = [
  { name: 'lung', center: -600, width: 1500 },
  { name: 'mediastinum', center: 40, width: 400 },
  { name: 'bone', center: 400, width: 1800 },
  { name: 'brain', center: 40, width: 80 },
  { name: 'abdomen', center: 50, width: 350 },
  { name: 'liver', center: 70, width: 180 },
];

/** The presets of a modality, (0008,0060). Only HU means the same everywhere; the others have their original window. */
export const windowPresets = (modality: string | undefined): readonly WindowPreset[] =>
  modality === 'CT' ? ctPresets : [];
