import { describe, expect, it } from 'vitest';
import { voiFromInstance, type DicomJson } from '../../../../pixels/index.ts';
import { nearestSlice } from '../nearestSlice.ts';
import { buildStack, middleIndex } from '../stack.ts';

interface Slice {
  number: number;
  z?: number;
  orientation?: number[];
}

/** An axial CT slice as DICOM JSON. */
function slice({ number, z, orientation = [1, 0, 0, 0, 1, 0] }: Slice): DicomJson {
  return {
    '00080018': { vr: 'UI', Value: [`1.2.3.${number}`] },
    '00080060': { vr: 'CS', Value: ['CT'] },
    '00200013': { vr: 'IS', Value: [number] },
    ...(z !== undefined && {
      '00200032': { vr: 'DS', Value: [-100, -100, z] },
      '00200037': { vr: 'DS', Value: orientation },
    }),
    '00280002': { vr: 'US', Value: [1] },
    '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
    '00280010': { vr: 'US', Value: [512] },
    '00280011': { vr: 'US', Value: [512] },
    '00280030': { vr: 'DS', Value: [0.7, 0.7] },
    '00280100': { vr: 'US', Value: [16] },
    '00280101': { vr: 'US', Value: [12] },
    '00280102': { vr: 'US', Value: [11] },
    '00280103': { vr: 'US', Value: [0] },
    '00281052': { vr: 'DS', Value: [-1024] },
    '00281053': { vr: 'DS', Value: [1] },
  };
}

const numbersOf = (slices: Slice[]): (number | undefined)[] =>
  buildStack('1.2', '1.2.3', slices.map(slice)).frames.map((frame) => frame.instanceNumber);

describe('buildStack', () => {
  it('orders slices by place in the direction Instance Number grows', () => {
    const headFirst = [
      { number: 3, z: 10 },
      { number: 1, z: 30 },
      { number: 2, z: 20 },
    ];
    expect(numbersOf(headFirst)).toEqual([1, 2, 3]);
  });

  it('trusts the place where single Instance Numbers contradict it', () => {
    const swapped = [
      { number: 1, z: 0 },
      { number: 3, z: 2 },
      { number: 2, z: 4 },
      { number: 4, z: 6 },
      { number: 5, z: 8 },
    ];
    expect(numbersOf(swapped)).toEqual([1, 3, 2, 4, 5]);
  });

  it('orders by Instance Number where two slices share a place (dynamics)', () => {
    const dynamic = [
      { number: 4, z: 2 },
      { number: 1, z: 0 },
      { number: 3, z: 0 },
      { number: 2, z: 2 },
    ];
    expect(numbersOf(dynamic)).toEqual([1, 2, 3, 4]);
  });

  it('orders by Instance Number where the planes are not parallel or have no place', () => {
    const mixed = [{ number: 2, z: 5, orientation: [0, 1, 0, 0, 0, -1] }, { number: 3, z: 1 }, { number: 1 }];
    expect(numbersOf(mixed)).toEqual([1, 2, 3]);
  });

  it('leaves out an instance it cannot read and says why', () => {
    const broken = slice({ number: 2, z: 5 });
    delete broken['00280100'];
    const stack = buildStack('1.2', '1.2.3', [slice({ number: 1, z: 0 }), broken]);
    expect(stack.frames.map((frame) => frame.sopInstanceUid)).toEqual(['1.2.3.1']);
    expect(stack.leftOut).toHaveLength(1);
    expect(stack.leftOut[0]?.sopInstanceUid).toBe('1.2.3.2');
    expect(stack.leftOut[0]?.reason).toContain('0028,0100');
  });

  it('gives a multi-frame object one frame for each, with its own place', () => {
    const enhanced: DicomJson = {
      ...slice({ number: 1 }),
      '00280008': { vr: 'IS', Value: ['2'] },
      '52009229': {
        vr: 'SQ',
        Value: [
          { '00209116': { vr: 'SQ', Value: [{ '00200037': { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] } }] } },
        ],
      },
      '52009230': {
        vr: 'SQ',
        Value: [7, 9].map((z) => ({
          '00209113': { vr: 'SQ', Value: [{ '00200032': { vr: 'DS', Value: [0, 0, z] } }] },
        })),
      },
    };
    const { frames } = buildStack('1.2', '1.2.3', [enhanced]);
    expect(frames.map(({ frameNumber, plane }) => [frameNumber, plane?.position[2]])).toEqual([
      [1, 7],
      [2, 9],
    ]);
  });

  it('reads each frame of a multi-frame object with its own rescale and window', () => {
    const macro = (slope: number) => ({
      '00289145': {
        vr: 'SQ',
        Value: [{ '00281052': { vr: 'DS', Value: [0] }, '00281053': { vr: 'DS', Value: [slope] } }],
      },
      '00289132': {
        vr: 'SQ',
        Value: [{ '00281050': { vr: 'DS', Value: [slope * 10] }, '00281051': { vr: 'DS', Value: [100] } }],
      },
    });
    const enhanced: DicomJson = {
      ...slice({ number: 1 }),
      '00280008': { vr: 'IS', Value: [3] },
      '52009230': { vr: 'SQ', Value: [1, 2, 3].map(macro) },
    };
    const { frames } = buildStack('1.2', '1.2.3', [enhanced]);
    expect(frames.map(({ rescale }) => rescale.slope)).toEqual([1, 2, 3]);
    expect(frames.map(({ instance }) => voiFromInstance(instance)?.center)).toEqual([10, 20, 30]);
  });

  it('starts reading in the middle', () => {
    const slices = Array.from({ length: 5 }, (_, index) => slice({ number: index + 1, z: index }));
    expect(middleIndex(buildStack('1.2', '1.2.3', slices))).toBe(2);
  });

  it('finds the slice nearest to a point', () => {
    const { frames } = buildStack(
      '1.2',
      '1.2.3',
      [0, 2, 4, 6].map((z, index) => slice({ number: index + 1, z })),
    );
    expect(nearestSlice(frames, [50, 50, 4.9])).toBe(2);
    expect(nearestSlice(frames, [50, 50, -80])).toBe(0);
  });
});
