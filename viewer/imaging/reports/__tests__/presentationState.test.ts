import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../../../../pixels/index.ts';
import { element } from '../contentItem.ts';
import { annotationsOn, readPresentationState, type PresentationState } from '../presentationState.ts';
import { dcmtk, readFileByDcmtk } from './tools.ts';

const image = (sopInstanceUid: string, ...frames: number[]): DicomJson => ({
  '00081155': element('UI', sopInstanceUid),
  ...(frames.length > 0 && { '00081160': element('IS', ...frames) }),
});

const graphic = (type: string, units: string, ...data: number[]): DicomJson => ({
  '00700005': element('CS', units),
  '00700022': element('FL', ...data),
  '00700023': element('CS', type),
});

function state(annotations: DicomJson[], more: DicomJson = {}): PresentationState {
  const found = readPresentationState({
    '00080018': element('UI', '1.2.3'),
    '00080060': element('CS', 'PR'),
    '00081115': element('SQ', { '00081140': element('SQ', image('1.2.8'), image('1.2.9')) }),
    '00700001': element('SQ', ...annotations),
    '00700060': element(
      'SQ',
      { '00700002': element('CS', 'TOP'), '00700062': element('IS', 2) },
      { '00700002': element('CS', 'BOTTOM'), '00700062': element('IS', 1) },
    ),
    '00700080': element('CS', 'ARROWS'),
    ...more,
  });
  if (!found) throw new Error('not read as a presentation state');
  return found;
}

const area = (left: number, top: number, right: number, bottom: number): DicomJson => ({
  '0070005A': element('SQ', {
    '00700052': element('SL', left, top),
    '00700053': element('SL', right, bottom),
  }),
});

const pointsOf = (one: PresentationState) => one.annotations[0]?.graphics[0]?.points;

describe('readPresentationState', () => {
  it('reads graphics in pixels as they are, layers from the bottom up', () => {
    const read = state([
      {
        '00700002': element('CS', 'TOP'),
        '00700009': element(
          'SQ',
          graphic('CIRCLE', 'PIXEL', 10, 20, 15, 20),
          graphic('POINT', 'PIXEL', 1, 2),
        ),
      },
      {
        '00700002': element('CS', 'BOTTOM'),
        '00700009': element('SQ', graphic('POLYLINE', 'PIXEL', 0, 0, 4, 3)),
      },
    ]);
    expect(read.label).toBe('ARROWS');
    expect(read.annotations.map(({ layer }) => layer)).toEqual(['BOTTOM', 'TOP']);
    expect(read.annotations[1]?.graphics).toEqual([
      {
        kind: 'circle',
        points: [
          [10, 20],
          [15, 20],
        ],
        filled: false,
      },
      { kind: 'point', points: [[1, 2]], filled: false },
    ]);
  });

  // Quarter of the way across and half of the way down an area of columns 101 to 300 and rows 51 to 150.
  it.each([
    ['as stored', {}, [150, 100]],
    ['flipped', { '00700041': element('CS', 'Y') }, [250, 100]],
    ['turned by 180 degrees', { '00700042': element('US', 180) }, [250, 100]],
    // The left edge of what is shown is the bottom of the image: a quarter across is three quarters down.
    ['turned by 90 degrees clockwise', { '00700042': element('US', 90) }, [200, 125]],
    ['turned by 270 degrees clockwise', { '00700042': element('US', 270) }, [200, 75]],
  ])('brings fractions of the displayed area into pixels: %s', (_, turned, expected) => {
    const read = state([{ '00700009': element('SQ', graphic('POINT', 'DISPLAY', 0.25, 0.5)) }], {
      ...area(101, 51, 300, 150),
      ...turned,
    });
    expect(pointsOf(read)).toEqual([expected]);
    expect(read.notApplied).toEqual([]);
  });

  it('reads texts with their box or their anchor', () => {
    const read = state([
      {
        '00700008': element(
          'SQ',
          {
            '00700003': element('CS', 'PIXEL'),
            '00700006': element('ST', '病灶'),
            '00700010': element('FL', 10, 20),
            '00700011': element('FL', 60, 40),
            '00700012': element('CS', 'RIGHT'),
          },
          {
            '00700004': element('CS', 'PIXEL'),
            '00700006': element('ST', 'here'),
            '00700014': element('FL', 5, 6),
            '00700015': element('CS', 'Y'),
          },
        ),
      },
    ]);
    expect(read.annotations[0]?.texts).toEqual([
      {
        text: '病灶',
        box: [
          [10, 20],
          [60, 40],
        ],
        anchor: undefined,
        anchorVisible: false,
        justification: 'RIGHT',
      },
      { text: 'here', box: undefined, anchor: [5, 6], anchorVisible: true, justification: 'LEFT' },
    ]);
  });

  it('says what it does not apply, graphics in unknown units among it', () => {
    const read = state([{ '00700009': element('SQ', graphic('POINT', 'MATRIX', 1, 2)) }], {
      '0070005A': element('SQ', {
        '00700052': element('SL', 1, 1),
        '00700053': element('SL', 10, 10),
        '00700100': element('CS', 'TRUE SIZE'),
      }),
      '20500010': element('SQ', { '00283002': element('US', 256, 0, 8) }),
    });
    expect(read.notApplied).toEqual(['trueSize', 'lut', 'graphic']);
  });

  it('reads nothing from other objects', () => {
    expect(
      readPresentationState({ '00080018': element('UI', '1.2'), '00080060': element('CS', 'CT') }),
    ).toBeUndefined();
  });
});

describe('annotationsOn', () => {
  const read = state([
    { '00700002': element('CS', 'A') },
    { '00700002': element('CS', 'B'), '00081140': element('SQ', image('1.2.8', 2)) },
    { '00700002': element('CS', 'C'), '00081140': element('SQ', image('1.2.9')) },
  ]);
  const layers = (sopInstanceUid: string, frameNumber: number) =>
    annotationsOn(read, { sopInstanceUid, frameNumber }).map(({ layer }) => layer);

  it('gives those of the image and frame, and those of all images of the state, no others', () => {
    expect(layers('1.2.8', 1)).toEqual(['A']);
    expect(layers('1.2.8', 2)).toEqual(['A', 'B']);
    expect(layers('1.2.9', 1)).toEqual(['A', 'C']);
    expect(layers('1.2.7', 1)).toEqual([]);
  });
});

const zoo = fileURLToPath(new URL('../../../../../shared/dicom/zoo/', import.meta.url));

describe('presentation states of others', () => {
  it.each([
    ['derived/obj_gsps_for_nlst_slice', 'UNNAMED', []],
    ['obj_gsps_luts', 'XLUT_P03', []],
    ['obj_gsps_overlay', 'OVLY_P01', []],
  ])('reads %s', (name, label, notApplied) => {
    if (!existsSync(`${zoo}${name}.dcm`) || !dcmtk) return;
    const read = readPresentationState(readFileByDcmtk(`${zoo}${name}.dcm`));
    expect(read).toMatchObject({ label, notApplied });
    expect(read?.images).toHaveLength(1);
  });
});
