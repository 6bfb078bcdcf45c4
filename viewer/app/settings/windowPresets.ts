/** A window worth a key. */
export interface WindowPreset {
  /** Key of its text, `presets.<name>`; what a reader wrote himself is a `label`. */
  name?: PresetName | undefined;
  label?: string | undefined;
  center: number;
  width: number;
}

export const presetNames = [
  'lung',
  'mediastinum',
  'bone',
  'brain',
  'stroke',
  'abdomen',
  'liver',
  'angio',
  'spine',
  'suv5',
  'suv7',
  'suv10',
  'suv15',
  'suv20',
] as const;
export type PresetName = (typeof presetNames)[number];

/** The kinds of values presets are made for: HU means the same everywhere, so does SUV; of others each reader has his own. */
export const presetGroups = ['CT', 'PET', 'other'] as const;
export type PresetGroup = (typeof presetGroups)[number];
export type WindowPresets = Record<PresetGroup, WindowPreset[]>;

/** From 0 to `upper` SUV. */
const suv = (name: PresetName, upper: number): WindowPreset => ({ name, center: upper / 2, width: upper });

/** CT in HU, PET in SUVbw, in the order of the number keys from 1. */
export const defaultWindowPresets: WindowPresets = {
  CT: [
    { name: 'lung', center: -600, width: 1500 },
    { name: 'mediastinum', center: 40, width: 400 },
    { name: 'bone', center: 400, width: 1800 },
    { name: 'brain', center: 40, width: 80 },
    { name: 'abdomen', center: 50, width: 350 },
    { name: 'liver', center: 70, width: 180 },
    { name: 'stroke', center: 35, width: 40 },
    { name: 'angio', center: 300, width: 700 },
    { name: 'spine', center: 50, width: 250 },
  ],
  PET: [suv('suv5', 5), suv('suv7', 7), suv('suv10', 10), suv('suv15', 15), suv('suv20', 20)],
  other: [],
};

/** Whose presets an image of a modality, (0008,0060), has. */
export function presetGroup(modality: string | undefined): PresetGroup {
  if (modality === 'CT') return 'CT';
  return modality === 'PT' ? 'PET' : 'other';
}
