import { describe, expect, it } from 'vitest';
import { builtInProtocols } from '../builtInProtocols.ts';
import { chooseImages } from '../chooseImages.ts';
import type { HangingProtocol } from '../hangingProtocol.ts';
import { studyOf, type Described } from './images.ts';

const builtIn = (id: string): HangingProtocol => {
  const protocol = builtInProtocols.find((one) => one.id === id);
  if (!protocol) throw new Error(`no protocol ${id}`);
  return protocol;
};

const chosenFor = async (id: string, described: Described[], preferred?: string) => {
  const { series, framesOf } = studyOf(described);
  return (await chooseImages(builtIn(id), series, framesOf, preferred)).map(
    (images) => images?.seriesInstanceUid,
  );
};

const kernel = (name: string) => ({ '00181210': name });
const ct = (uid: string, count: number, kernelName: string, more: Partial<Described> = {}): Described => ({
  uid,
  modality: 'CT',
  count,
  orientation: 'axial',
  attributes: kernel(kernelName),
  ...more,
});

describe('CT chest', () => {
  it('finds lung and mediastinum by their kernels, whatever their number of slices', async () => {
    expect(await chosenFor('ct-chest', [ct('1', 60, 'B31f'), ct('2', 160, 'B60f')])).toEqual(['2', '1']);
    expect(await chosenFor('ct-chest', [ct('1', 300, 'STANDARD'), ct('2', 30, 'LUNG')])).toEqual(['2', '1']);
    expect(await chosenFor('ct-chest', [ct('1', 10, 'FC13'), ct('2', 10, 'FC86')])).toEqual(['2', '1']);
  });

  it('shows one series twice where there is only one, in two windows', async () => {
    expect(await chosenFor('ct-chest', [ct('1', 143, 'FC10')])).toEqual(['1', '1']);
  });

  it('leaves out scouts and series that are not axial', async () => {
    const study = [
      ct('1', 400, 'B31f', { orientation: 'coronal' }),
      ct('2', 2, 'B31f', { description: 'Scout' }),
      ct('3', 90, 'B31f', { description: '胸部平扫' }),
    ];
    expect(await chosenFor('ct-chest', study)).toEqual(['3', '3']);
  });

  it('keeps what is on the screen in the first viewport where the rules allow it', async () => {
    const study = [ct('1', 300, 'B60f'), ct('2', 160, 'B70f'), ct('3', 60, 'B31f')];
    expect(await chosenFor('ct-chest', study, '2')).toEqual(['2', '3']);
    expect(await chosenFor('ct-chest', study, '3')).toEqual(['1', '3']);
  });
});

describe('MR prostate', () => {
  // Series descriptions, orientation and counts of PROSTATEx 0207.
  const mr = (
    uid: string,
    description: string,
    count: number,
    orientation: Described['orientation'] = 'axial',
  ) => ({ uid, number: Number(uid), modality: 'MR', description, count, orientation }) as Described;
  const study = [
    mr('1', 'localizer', 3),
    mr('3', 't2_tse_sag', 19, 'sagittal'),
    mr('4', 't2_tse_tra', 21),
    mr('5', 't2_tse_cor', 15, 'coronal'),
    mr('6', 't2_tse_tra', 21),
    mr('8', 'ep2d_diff_tra_DYNDIST', 57),
    mr('9', 'ep2d_diff_tra_DYNDIST_ADC', 19),
    mr('13', 'tfl_dyn_fast_tra_1.5x1.5_t3.5sec', 16),
  ];
  it('finds T2 in three planes and the ADC map', async () => {
    expect(await chosenFor('mr-prostate', study)).toEqual(['4', '3', '5', '9']);
  });
  it('gives the general MR protocol four different series', async () => {
    const chosen = await chosenFor('mr', study);
    expect(new Set(chosen).size).toBe(4);
    expect(chosen[0]).toBe('4');
  });
});

describe('mammography', () => {
  const view = (laterality: string, position: string) => ({ '00200062': laterality, '00185101': position });
  it('hangs four views whether they lie in one series or in four', async () => {
    const one: Described = {
      uid: '1',
      modality: 'MG',
      count: 4,
      attributes: [view('L', 'MLO'), view('R', 'MLO'), view('L', 'CC'), view('R', 'CC')],
    };
    const together = studyOf([one]);
    expect(await chooseImages(builtIn('mg'), together.series, together.framesOf)).toEqual([
      { seriesInstanceUid: '1', sliceIndex: 3 },
      { seriesInstanceUid: '1', sliceIndex: 2 },
      { seriesInstanceUid: '1', sliceIndex: 1 },
      { seriesInstanceUid: '1', sliceIndex: 0 },
    ]);
    const alone = (uid: string, laterality: string, position: string): Described => ({
      uid,
      modality: 'MG',
      count: 1,
      attributes: view(laterality, position),
    });
    const four = [alone('1', 'L', 'CC'), alone('2', 'R', 'CC'), alone('3', 'R', 'MLO')];
    expect(await chosenFor('mg', four)).toEqual(['2', '1', '3', undefined]);
  });
});

describe('PET/CT', () => {
  const study: Described[] = [
    { uid: '1', modality: 'PT', description: 'PET AC', count: 135, orientation: 'axial' },
    {
      uid: '2',
      modality: 'CT',
      description: 'CT IMAGES',
      count: 135,
      orientation: 'axial',
      attributes: kernel('SOFT'),
    },
    {
      uid: '3',
      modality: 'CT',
      description: 'SCOUT',
      count: 1,
      orientation: 'coronal',
      attributes: kernel('STANDARD'),
    },
    { uid: '4', modality: 'PT', description: 'PET NAC', count: 300, orientation: 'axial' },
  ];
  it('puts the CT beside the corrected PET', async () => {
    expect(await chosenFor('petct', study)).toEqual(['2', '1']);
  });
  it('does not read metadata for what the list of series says already', async () => {
    const { series, framesOf, asked } = studyOf(study);
    await chooseImages(builtIn('petct'), series, framesOf);
    expect(asked).not.toContain('1');
    expect(asked).not.toContain('3');
  });
});

describe('ultrasound', () => {
  it('shows no series twice in the same way: viewports without one stay empty', async () => {
    const us = (uid: string, count: number): Described => ({ uid, modality: 'US', count });
    expect(await chosenFor('us', [us('1', 5), us('2', 90), us('3', 20)])).toEqual(['2', '3', '1', undefined]);
  });
});
