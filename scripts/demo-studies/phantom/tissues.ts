/**
 * Noise-free CT numbers of the phantom, in HU. Textbook values of an unenhanced scan at 120 kV.
 * The lung's is its value at the height of the carina; see `lungValue` for the gradient by gravity.
 */
export const tissues = {
  air: -1000,
  lung: -862,
  fat: -102,
  skin: 20,
  muscle: 54,
  corticalBone: 620,
  cancellousBone: 185,
  disc: 78,
  cartilage: 98,
  spinalCord: 38,
  cerebrospinalFluid: 12,
  blood: 42,
  myocardium: 50,
  lymphNode: 36,
  thyroid: 98,
  oesophagus: 40,
  airwayWall: 10,
  liver: 60,
  spleen: 50,
  stomachContent: 22,
  nodule: 38,
  calcification: 480,
  tableShell: -420,
  tableCore: -930,
  mattress: -880,
} as const;

export type Tissue = keyof typeof tissues;
