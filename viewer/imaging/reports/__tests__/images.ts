import type { DicomJson } from '../../../../pixels/index.ts';
import type { Measurement, MeasurementTool } from '../../measurements/measurement.ts';
import { buildStack } from '../../series/stack.ts';
import { frameLookup, type FrameLookup } from '../frameLookup.ts';

export const studyUid = '1.2.826.0.1.1';
export const seriesUid = '1.2.826.0.1.1.1';
export const frameOfReferenceUid = '1.2.826.0.1.1.9';

const placed: DicomJson = {
  '00200037': { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] },
  '00200052': { vr: 'UI', Value: [frameOfReferenceUid] },
  '00280030': { vr: 'DS', Value: [0.5, 0.5] },
};

const image = (number: number, attributes: DicomJson): DicomJson => ({
  '00080005': { vr: 'CS', Value: ['GB18030'] },
  '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] },
  '00080018': { vr: 'UI', Value: [`1.2.826.0.1.1.1.${number}`] },
  '00080020': { vr: 'DA', Value: ['20260701'] },
  '00080060': { vr: 'CS', Value: ['CT'] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Zhang^Xiaodong', Ideographic: '张^小东' }] },
  '00100020': { vr: 'LO', Value: ['P1'] },
  '0020000D': { vr: 'UI', Value: [studyUid] },
  '0020000E': { vr: 'UI', Value: [seriesUid] },
  '00200013': { vr: 'IS', Value: [number] },
  '00280002': { vr: 'US', Value: [1] },
  '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
  '00280010': { vr: 'US', Value: [512] },
  '00280011': { vr: 'US', Value: [512] },
  '00280100': { vr: 'US', Value: [16] },
  '00280101': { vr: 'US', Value: [16] },
  '00280102': { vr: 'US', Value: [15] },
  '00280103': { vr: 'US', Value: [1] },
  ...attributes,
});

/** Three axial CT slices, 2 mm apart from z = 100 on, 0.5 mm pixels from (-128, -128); and one image without a place. */
export const instances: DicomJson[] = [
  ...[1, 2, 3].map((number) =>
    image(number, { ...placed, '00200032': { vr: 'DS', Value: [-128, -128, 98 + 2 * number] } }),
  ),
  image(4, {}),
];

export const frames: FrameLookup = frameLookup([buildStack(studyUid, seriesUid, instances)]);

/** A measurement on slice 2 (z = 102), or on the image without a place. */
export function measurement(
  tool: MeasurementTool,
  points: Measurement['points'],
  change: Partial<Measurement> = {},
): Measurement {
  return {
    id: `2.25.${1000 + tool.length * 100 + points.length}`,
    tool,
    points,
    place: {
      studyInstanceUid: studyUid,
      seriesInstanceUid: seriesUid,
      sopInstanceUid: '1.2.826.0.1.1.1.2',
      frameNumber: 1,
      frameOfReferenceUid,
      normal: [0, 0, 1],
      slab: undefined,
    },
    label: '',
    visible: true,
    values: [],
    calibration: 'geometry',
    foreign: false,
    ...change,
  };
}

/** One of each tool, with figures worked out by hand. */
export const oneOfEach: Measurement[] = [
  measurement(
    'length',
    [
      [0, 0, 102],
      [30, 40, 102],
    ],
    { label: '左肺上叶结节', values: [{ quantity: 'length', value: 50, unit: 'mm' }] },
  ),
  measurement(
    'angle',
    [
      [10, 0, 102],
      [0, 0, 102],
      [0, 10, 102],
    ],
    { values: [{ quantity: 'angle', value: 90, unit: 'deg' }] },
  ),
  measurement(
    'cobb',
    [
      [0, 0, 102],
      [10, 0, 102],
      [0, 20, 102],
      [10, 30, 102],
    ],
    { values: [{ quantity: 'angle', value: 45, unit: 'deg' }] },
  ),
  measurement(
    'bidirectional',
    [
      [0, 0, 102],
      [20, 0, 102],
      [10, -5, 102],
      [10, 5, 102],
    ],
    {
      values: [
        { quantity: 'longAxis', value: 20, unit: 'mm' },
        { quantity: 'shortAxis', value: 10, unit: 'mm' },
      ],
    },
  ),
  measurement(
    'ellipse',
    [
      [-20, 0, 102],
      [20, 0, 102],
      [0, -10, 102],
      [0, 10, 102],
    ],
    {
      values: [
        { quantity: 'area', value: Math.PI * 200, unit: 'mm2' },
        { quantity: 'mean', value: -812.3456789012345, unit: "[hnsf'U]" },
        { quantity: 'standardDeviation', value: 12.5, unit: "[hnsf'U]" },
        { quantity: 'minimum', value: -900, unit: "[hnsf'U]" },
        { quantity: 'maximum', value: -700, unit: "[hnsf'U]" },
        { quantity: 'pixels', value: 2513, unit: '1' },
      ],
    },
  ),
  measurement(
    'rectangle',
    [
      [0, 0, 102],
      [10, 0, 102],
      [10, 5, 102],
      [0, 5, 102],
    ],
    { values: [{ quantity: 'area', value: 50, unit: 'mm2' }] },
  ),
  measurement(
    'freehand',
    [
      [0, 0, 102],
      [10, 0, 102],
      [12, 6, 102],
      [3, 8, 102],
      [-2, 4, 102],
    ],
    {
      values: [
        { quantity: 'perimeter', value: 34.5, unit: 'mm' },
        { quantity: 'mean', value: 4.25, unit: '{SUVbw}g/ml' },
      ],
    },
  ),
  measurement('probe', [[7.25, -3.5, 102]], { values: [{ quantity: 'value', value: 37, unit: '' }] }),
  measurement(
    'arrow',
    [
      [5, 5, 102],
      [25, 15, 102],
    ],
    { label: 'siehe hier\n第二行' },
  ),
  measurement(
    'profile',
    [
      [-50, 0, 102],
      [50, 0, 102],
    ],
    { values: [{ quantity: 'length', value: 100, unit: 'mm' }] },
  ),
];

/** On the image without a place: pixels, in its display plane. */
export const unplaced: Measurement = measurement(
  'length',
  [
    [10, 20, 0],
    [13, 24, 0],
  ],
  {
    place: {
      studyInstanceUid: studyUid,
      seriesInstanceUid: seriesUid,
      sopInstanceUid: '1.2.826.0.1.1.1.4',
      frameNumber: 1,
      frameOfReferenceUid: undefined,
      normal: [0, 0, 1],
      slab: undefined,
    },
    calibration: 'none',
    values: [{ quantity: 'length', value: 5, unit: 'px' }],
  },
);

/** On a computed oblique plane: it belongs to no stored image. */
export const oblique: Measurement = measurement(
  'length',
  [
    [0, 0, 100],
    [0, 30, 140],
  ],
  {
    place: {
      studyInstanceUid: studyUid,
      seriesInstanceUid: seriesUid,
      sopInstanceUid: undefined,
      frameNumber: undefined,
      frameOfReferenceUid,
      normal: [1, 0, 0],
      slab: { mode: 'mip', thicknessMm: 12.5 },
    },
    values: [{ quantity: 'length', value: 50, unit: 'mm' }],
  },
);
