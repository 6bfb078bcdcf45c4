import type { HangingPlace, HangingProtocol, ImageRule } from './hangingProtocol.ts';

const chest = ['chest', 'thorax', 'lung', 'pulmo', '胸', '肺'];
const head = ['head', 'brain', 'skull', 'cranium', 'neuro', '头', '颅', '脑'];
const scouts = ['scout', 'localizer', 'topogram', 'surview', 'dose', '定位', '剂量'];

const windows = {
  lung: { center: -600, width: 1500 },
  mediastinum: { center: 40, width: 400 },
  brain: { center: 40, width: 80 },
  stroke: { center: 35, width: 40 },
  bone: { center: 400, width: 1800 },
} as const;

/** Axial CT: by the words first, then by what the images are, then any. */
const axialCt = (...first: ImageRule[]): ImageRule[] => [
  ...first.map((rule) => ({ modality: 'CT', orientation: 'axial' as const, notWords: scouts, ...rule })),
  { modality: 'CT', orientation: 'axial', notWords: scouts },
];

const mr = (words: string[], orientation?: ImageRule['orientation']): ImageRule => ({
  modality: 'MR',
  words,
  notWords: scouts,
  ...(orientation && { orientation }),
});
const t2 = ['t2', 't2w', 'T2加权'];
const anyMr: ImageRule = { modality: 'MR', notWords: scouts };

const breast = (laterality: 'L' | 'R', view: 'CC' | 'MLO'): HangingPlace => ({
  images: [{ modality: 'MG', laterality, view: [view] }],
  // Seen as if facing the patient: her right breast on the left, the chest walls back to back.
  side: laterality === 'R' ? 'right' : 'left',
});

const any = (modality: string): HangingPlace => ({ images: [{ modality }] });

/** What comes with the viewer; texts by id in the viewer's languages. */
export const builtInProtocols: readonly HangingProtocol[] = [
  {
    id: 'ct-chest',
    automatic: false,
    match: { modalities: ['CT'], words: chest },
    layout: { rows: 1, columns: 2 },
    places: [
      { images: axialCt({ kernel: 'sharp' }, { words: ['lung', '肺'] }), window: windows.lung },
      {
        images: axialCt({ kernel: 'soft' }, { words: ['mediast', 'soft', 'std', '纵隔', '软组织'] }),
        window: windows.mediastinum,
      },
    ],
  },
  {
    id: 'ct-head',
    automatic: false,
    match: { modalities: ['CT'], words: head },
    layout: { rows: 1, columns: 2 },
    places: [
      { images: axialCt({ kernel: 'soft' }), window: windows.brain },
      { images: axialCt({ kernel: 'sharp' }), window: windows.bone },
    ],
  },
  {
    id: 'ct-head-stroke',
    automatic: false,
    match: { modalities: ['CT'], words: head },
    layout: { rows: 1, columns: 2 },
    places: [
      { images: axialCt({ contrast: false, kernel: 'soft' }), window: windows.brain },
      { images: axialCt({ contrast: false, kernel: 'soft' }), window: windows.stroke },
    ],
  },
  {
    id: 'mr-prostate',
    automatic: false,
    match: { modalities: ['MR'], words: ['prostat', '前列腺'], leastSeries: 4 },
    layout: { rows: 2, columns: 2 },
    places: [
      { images: [mr(t2, 'axial')] },
      { images: [mr(t2, 'sagittal')] },
      { images: [mr(t2, 'coronal')] },
      { images: [mr(['adc']), mr(['dwi', 'diff', 'ep2d', '弥散', '扩散'])] },
    ],
  },
  {
    id: 'mr',
    automatic: false,
    match: { modalities: ['MR'], leastSeries: 2 },
    layout: { rows: 2, columns: 2 },
    places: [
      { images: [mr(t2, 'axial'), mr(t2), anyMr] },
      { images: [mr(['t1', 't1w'], 'axial'), mr(['t1', 't1w']), anyMr] },
      { images: [mr(['flair', 'tirm', 'stir']), mr(t2, 'sagittal'), anyMr] },
      { images: [mr(['dwi', 'diff', 'ep2d', 'adc', '弥散', '扩散']), mr(t2, 'coronal'), anyMr] },
    ],
  },
  {
    id: 'mg',
    automatic: true,
    match: { modalities: ['MG'] },
    layout: { rows: 2, columns: 2 },
    places: [breast('R', 'CC'), breast('L', 'CC'), breast('R', 'MLO'), breast('L', 'MLO')],
  },
  ...(['DX', 'CR'] as const).map((modality): HangingProtocol => ({
    id: modality === 'DX' ? 'dx' : 'cr',
    automatic: false,
    match: { modalities: [modality] },
    layout: { rows: 1, columns: 2 },
    places: [
      { images: [{ modality, view: ['PA', 'AP'] }, { modality }] },
      { images: [{ modality, view: ['LL', 'RL', 'LAT', 'LATERAL'] }, { modality }] },
    ],
  })),
  {
    id: 'us',
    automatic: false,
    match: { modalities: ['US'], leastSeries: 2 },
    layout: { rows: 2, columns: 2 },
    places: [any('US'), any('US'), any('US'), any('US')],
  },
  {
    id: 'petct',
    automatic: false,
    match: { modalities: ['CT', 'PT'] },
    layout: { rows: 1, columns: 2 },
    places: [
      { images: axialCt(), window: windows.mediastinum },
      {
        images: [
          { modality: 'PT', words: ['ac', 'attenuation', 'corr'], notWords: ['nac', 'non', 'uncorr'] },
          { modality: 'PT' },
        ],
        window: { center: 3.5, width: 7, unit: 'suv' },
        invert: true,
      },
    ],
  },
];
