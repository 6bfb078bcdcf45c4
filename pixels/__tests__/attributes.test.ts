import { describe, expect, it } from 'vitest';
import {
  imagePixelModule,
  MissingAttributeError,
  modalityLut,
  pixelAspectRatio,
  pixelPadding,
  voiFromInstance,
  type DicomJson,
} from '../index.ts';

const us = (...Value: unknown[]) => ({ vr: 'US', Value });
const ds = (...Value: unknown[]) => ({ vr: 'DS', Value });
const cs = (...Value: unknown[]) => ({ vr: 'CS', Value });
const sq = (...Value: unknown[]) => ({ vr: 'SQ', Value });

const ct: DicomJson = {
  '00080060': cs('CT'),
  '00280002': us(1),
  '00280004': cs('MONOCHROME2'),
  '00280008': { vr: 'IS', Value: ['2'] },
  '00280010': us(512),
  '00280011': us(256),
  '00280100': us(16),
  '00280101': us(12),
  '00280102': us(11),
  '00280103': us(1),
  '7FE00010': { vr: 'OW', BulkDataURI: 'frames' },
};

describe('imagePixelModule', () => {
  it('reads the module, numbers that come as text too', () => {
    expect(imagePixelModule(ct)).toEqual({
      rows: 512,
      columns: 256,
      samplesPerPixel: 1,
      photometricInterpretation: 'MONOCHROME2',
      planarConfiguration: 0,
      bitsAllocated: 16,
      bitsStored: 12,
      highBit: 11,
      pixelRepresentation: 1,
      numberOfFrames: 2,
      pixelDataVr: 'OW',
    });
  });

  it('sees float pixel data, which has no Bits Stored', () => {
    const float: DicomJson = { ...ct, '00280100': us(32), '7FE00008': { vr: 'OF', BulkDataURI: 'x' } };
    delete float['00280101'];
    delete float['00280102'];
    expect(imagePixelModule(float)).toMatchObject({ floatingPoint: true, bitsStored: 32, highBit: 31 });
  });

  it('names the tag that is missing or unusable', () => {
    const withoutRows = { ...ct, '00280010': us() };
    expect(() => imagePixelModule(withoutRows)).toThrow(MissingAttributeError);
    expect(() => imagePixelModule(withoutRows)).toThrow('Rows (0028,0010) is missing');
    expect(() => imagePixelModule({ ...ct, '00280011': us(0) })).toThrow(
      'Columns (0028,0011) has the unusable value 0',
    );
    const colour = { ...ct, '00280002': us(3), '00280004': cs() };
    expect(() => imagePixelModule(colour)).toThrow('PhotometricInterpretation (0028,0004)');
  });
});

describe('modalityLut', () => {
  it('is in HU for CT, in the units of PET, and one to one where there is none', () => {
    const rescale = { '00281052': ds(-1024), '00281053': ds('1.5') };
    expect(modalityLut({ ...ct, ...rescale })).toEqual({ slope: 1.5, intercept: -1024, unit: 'HU' });
    const pet = { '00080060': cs('PT'), '00541001': cs('BQML'), '00281052': ds(0), '00281053': ds(0.3) };
    expect(modalityLut(pet)).toEqual({ slope: 0.3, intercept: 0, unit: 'BQML' });
    expect(modalityLut({ ...ct, ...rescale, '00281054': { vr: 'LO', Value: ['US'] } }).unit).toBe('');
    expect(modalityLut({})).toEqual({ slope: 1, intercept: 0, unit: '' });
  });

  it('takes the frame of an enhanced image before what all frames share', () => {
    const transformation = (slope: number) => ({
      '00289145': sq({ '00281052': ds(0), '00281053': ds(slope), '00281054': { vr: 'LO', Value: ['HU'] } }),
    });
    const enhanced: DicomJson = {
      '52009229': sq(transformation(7)),
      '52009230': sq({}, transformation(9)),
    };
    expect(modalityLut(enhanced, 1).slope).toBe(7);
    expect(modalityLut(enhanced, 2)).toEqual({ slope: 9, intercept: 0, unit: 'HU' });
  });
});

describe('voiFromInstance', () => {
  it('takes the first window and its function', () => {
    expect(voiFromInstance({ '00281050': ds(40, -600), '00281051': ds(400, 1500) })).toEqual({
      center: 40,
      width: 400,
      function: 'linear',
    });
    const sigmoid = { '00281050': ds('10'), '00281051': ds('20'), '00281056': cs('SIGMOID') };
    expect(voiFromInstance(sigmoid)).toEqual({ center: 10, width: 20, function: 'sigmoid' });
  });

  it('passes over a window that shows nothing', () => {
    expect(voiFromInstance({ '00281050': ds(40), '00281051': ds(0) })).toBeUndefined();
    expect(voiFromInstance({})).toBeUndefined();
  });
});

describe('pixel shape and padding', () => {
  it('divides height by width', () => {
    expect(pixelAspectRatio({ '00280034': { vr: 'IS', Value: [4, 3] } })).toBeCloseTo(4 / 3);
    expect(pixelAspectRatio({ '00280030': ds(0.5, 0.25) })).toBe(2);
    expect(pixelAspectRatio({ '00280034': { vr: 'IS', Value: [0, 0] } })).toBe(1);
  });

  it('orders the padding range', () => {
    expect(pixelPadding({ '00280120': us(10), '00280121': us(5) })).toEqual({ low: 5, high: 10 });
    expect(pixelPadding({})).toBeUndefined();
  });
});

describe('floating point', () => {
  const us = (value: number) => ({ vr: 'US', Value: [value] });
  const wide = {
    '00280010': us(2),
    '00280011': us(2),
    '00280100': us(32),
    '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
  };

  it('is known by Float and Double Float Pixel Data', () => {
    expect(imagePixelModule({ ...wide, '7FE00008': { vr: 'OF' } }).floatingPoint).toBe(true);
    expect(imagePixelModule({ ...wide, '00280100': us(64), '7FE00009': { vr: 'OD' } }).floatingPoint).toBe(
      true,
    );
  });

  it('is known without them where nothing is said of bits, which integers have to say', () => {
    expect(imagePixelModule(wide).floatingPoint).toBe(true);
    const dose = { ...wide, '00280101': us(32), '00280102': us(31), '00280103': us(0) };
    expect(imagePixelModule(dose).floatingPoint).toBeUndefined();
    expect(imagePixelModule({ ...wide, '00280100': us(16) }).floatingPoint).toBeUndefined();
    expect(imagePixelModule({ ...wide, '7FE00010': { vr: 'OW' } }).floatingPoint).toBeUndefined();
  });
});
