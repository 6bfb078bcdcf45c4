import { part10, type Element } from '../../integration/support/part10.ts';

/**
 * A made-up CT of twelve axial slices with all that can be laid over it, small enough to be checked by hand. Voxel (i, j, k) of
 * the CT lies at (-63 + 2 i, -63 + 2 j, 5 k) mm; its value is 40 HU everywhere.
 */
export const phantom = {
  studyUid: '2.25.7301.1',
  frameOfReferenceUid: '2.25.7301.2',
  ctSeriesUid: '2.25.7301.10',
  size: 64,
  slices: 12,
  binaryUid: '2.25.7301.20.1',
  fractionalUid: '2.25.7301.21.1',
  labelMapUid: '2.25.7301.22.1',
  strangerUid: '2.25.7301.23.1',
  structuresUid: '2.25.7301.30.1',
  doseUid: '2.25.7301.40.1',
  mapSeriesUid: '2.25.7301.50',
  /** Segments of the binary segmentation overlap in slice 4. */
  boxes: {
    1: { columns: [10, 19], rows: [20, 29], slices: [3, 5] },
    2: { columns: [15, 24], rows: [25, 34], slices: [4, 4] },
  },
  /** Dose: voxel (i, j, k) at (-60 + 8 i, -60 + 8 j, 5 k) has (i + 16 j + 256 k) * 0.01 Gy. */
  doseAt: ([i, j, k]: readonly [number, number, number]): number => (i + 16 * j + 256 * k) * 0.01,
  /** Parametric map: voxel (i, j, k) at (-62 + 4 i, -62 + 4 j, 5 k), stored i / 8 + j + 32 k, shown 0.5 times that plus 3 mm2/s. */
  mapAt: ([i, j, k]: readonly [number, number, number]): number => (i / 8 + j + 32 * k) * 0.5 + 3,
} as const;

export const ctPoint = (i: number, j: number, k: number): [number, number, number] => [
  -63 + 2 * i,
  -63 + 2 * j,
  5 * k,
];

const ctUid = (slice: number): string => `${phantom.ctSeriesUid}.${slice + 1}`;

export function overlayPhantom(): Buffer[] {
  return [
    ...Array.from({ length: phantom.slices }, (_, k) => ctSlice(k)),
    binary(),
    fractional(),
    labelMap(),
    stranger(),
    structures(),
    dose(),
    parametricMap(),
  ];
}

interface Named {
  sopClassUid: string;
  sopInstanceUid: string;
  seriesUid: string;
  seriesNumber: number;
  modality: string;
  description: string;
}

const named = (one: Named): Element[] => [
  [0x00080016, 'UI', one.sopClassUid],
  [0x00080018, 'UI', one.sopInstanceUid],
  [0x00080020, 'DA', '20260301'],
  [0x00080030, 'TM', '101500'],
  [0x00080060, 'CS', one.modality],
  [0x0008103e, 'LO', one.description],
  [0x00100010, 'PN', 'PHANTOM^OVERLAY'],
  [0x00100020, 'LO', 'OVERLAY-1'],
  [0x0020000d, 'UI', phantom.studyUid],
  [0x0020000e, 'UI', one.seriesUid],
  [0x00200010, 'SH', '1'],
  [0x00200011, 'IS', one.seriesNumber],
  [0x00200013, 'IS', 1],
];

const pixelModule = (columns: number, rows: number, bits: number, stored = bits): Element[] => [
  [0x00280002, 'US', 1],
  [0x00280004, 'CS', 'MONOCHROME2'],
  [0x00280010, 'US', rows],
  [0x00280011, 'US', columns],
  [0x00280100, 'US', bits],
  [0x00280101, 'US', stored],
  [0x00280102, 'US', stored - 1],
  [0x00280103, 'US', 0],
];

const axial = [0x00200037, 'DS', [1, 0, 0, 0, 1, 0]] as const satisfies Element;
const reference = (uid: string = phantom.frameOfReferenceUid): Element => [0x00200052, 'UI', uid];

function ctSlice(k: number): Buffer {
  const pixels = new Uint16Array(phantom.size ** 2).fill(1064);
  return part10([
    ...named({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUid: ctUid(k),
      seriesUid: phantom.ctSeriesUid,
      seriesNumber: 1,
      modality: 'CT',
      description: 'CT',
    }).filter(([tag]) => tag !== 0x00200013),
    [0x00200013, 'IS', k + 1],
    [0x00180050, 'DS', 5],
    [0x00200032, 'DS', ctPoint(0, 0, k)],
    axial,
    reference(),
    [0x00280030, 'DS', [2, 2]],
    ...pixelModule(phantom.size, phantom.size, 16),
    [0x00281050, 'DS', 40],
    [0x00281051, 'DS', 400],
    [0x00281052, 'DS', -1024],
    [0x00281053, 'DS', 1],
    [0x7fe00010, 'OW', new Uint8Array(pixels.buffer)],
  ]);
}

const code = (value: string, meaning: string): Element[] => [
  [0x00080100, 'SH', value],
  [0x00080102, 'SH', 'SCT'],
  [0x00080104, 'LO', meaning],
];

const segment = (number: number, label: string, lab?: [number, number, number]): Element[] => [
  [0x00620003, 'SQ', [code('85756007', 'Tissue')]],
  [0x00620004, 'US', number],
  [0x00620005, 'LO', label],
  [0x00620008, 'CS', 'MANUAL'],
  ...(lab ? [[0x0062000d, 'US', lab] as const satisfies Element] : []),
  [0x0062000f, 'SQ', [code('85756007', 'Tissue')]],
];

/** 8-bit and bit-packed frames alike: `frames` are in CT slices. */
function segmentation(
  {
    sopInstanceUid,
    description,
    seriesNumber,
    type,
    bits,
    sopClassUid,
    references,
    frameOfReference,
  }: {
    sopInstanceUid: string;
    description: string;
    seriesNumber: number;
    type: string;
    bits: 1 | 8;
    sopClassUid?: string;
    references?: string;
    frameOfReference?: string;
  },
  segments: Element[][],
  frames: { segment?: number; slice: number; valueAt: (column: number, row: number) => number }[],
  more: Element[] = [],
): Buffer {
  const size = phantom.size ** 2;
  const values = new Uint8Array(bits === 1 ? (size * frames.length) / 8 : size * frames.length);
  frames.forEach(({ valueAt }, frame) => {
    for (let at = 0; at < size; at++) {
      const value = valueAt(at % phantom.size, Math.floor(at / phantom.size));
      const place = frame * size + at;
      if (bits === 8) values[place] = value;
      else if (value > 0) values[place >> 3] = (values[place >> 3] as number) | (1 << (place & 7));
    }
  });
  return part10([
    ...named({
      sopClassUid: sopClassUid ?? '1.2.840.10008.5.1.4.1.1.66.4',
      sopInstanceUid,
      seriesUid: sopInstanceUid.replace(/\.1$/, ''),
      seriesNumber,
      modality: 'SEG',
      description,
    }),
    [
      0x00081115,
      'SQ',
      [
        [
          [
            0x0008114a,
            'SQ',
            [
              [
                [0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'],
                [0x00081155, 'UI', ctUid(0)],
              ],
            ],
          ],
          [0x0020000e, 'UI', references ?? phantom.ctSeriesUid],
        ],
      ],
    ],
    reference(frameOfReference),
    [0x00280008, 'IS', frames.length],
    ...pixelModule(phantom.size, phantom.size, bits),
    [0x00620001, 'CS', type],
    [0x00620002, 'SQ', segments],
    ...more,
    [
      0x52009229,
      'SQ',
      [
        [
          [0x00209116, 'SQ', [[axial]]],
          [
            0x00289110,
            'SQ',
            [
              [
                [0x00180050, 'DS', 5],
                [0x00180088, 'DS', 5],
                [0x00280030, 'DS', [2, 2]],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      0x52009230,
      'SQ',
      frames.map(({ segment: number, slice }): Element[] => [
        [0x00209113, 'SQ', [[[0x00200032, 'DS', ctPoint(0, 0, slice)]]]],
        ...(number === undefined
          ? []
          : [[0x0062000a, 'SQ', [[[0x0062000b, 'US', number]]]] as const satisfies Element]),
      ]),
    ],
    [0x7fe00010, bits === 1 ? 'OB' : 'OB', values],
  ]);
}

const within = (value: number, [first, last]: readonly [number, number]): boolean =>
  value >= first && value <= last;

function binary(): Buffer {
  const frames = ([1, 2] as const).flatMap((number) => {
    const { columns, rows, slices } = phantom.boxes[number];
    return Array.from({ length: slices[1] - slices[0] + 1 }, (_, n) => ({
      segment: number,
      slice: slices[0] + n,
      valueAt: (column: number, row: number) => Number(within(column, columns) && within(row, rows)),
    }));
  });
  // L* 53.24, a* 80.09, b* 67.20 under D65 is sRGB red; these are its D50 values (54.29, 80.81, 69.89).
  const red: [number, number, number] = [35579, 53664, 50857];
  return segmentation(
    { sopInstanceUid: phantom.binaryUid, description: 'BINARY', seriesNumber: 20, type: 'BINARY', bits: 1 },
    [segment(1, 'Red box', red), segment(2, 'Other box')],
    frames,
  );
}

function fractional(): Buffer {
  return segmentation(
    {
      sopInstanceUid: phantom.fractionalUid,
      description: 'FRACTIONAL',
      seriesNumber: 21,
      type: 'FRACTIONAL',
      bits: 8,
    },
    [segment(1, 'Probable')],
    [
      {
        segment: 1,
        slice: 6,
        valueAt: (column, row) =>
          within(row, [30, 39]) ? (within(column, [30, 39]) ? 50 : within(column, [40, 49]) ? 200 : 0) : 0,
      },
    ],
    [
      [0x00620010, 'CS', 'PROBABILITY'],
      [0x0062000e, 'US', 200],
    ],
  );
}

function labelMap(): Buffer {
  return segmentation(
    {
      sopInstanceUid: phantom.labelMapUid,
      description: 'LABELMAP',
      seriesNumber: 22,
      type: 'LABELMAP',
      bits: 8,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.66.7',
    },
    [segment(3, 'Third'), segment(7, 'Seventh')],
    [
      {
        slice: 7,
        valueAt: (column, row) =>
          within(column, [5, 9]) && within(row, [5, 9])
            ? 3
            : within(column, [50, 59]) && within(row, [50, 54])
              ? 7
              : 0,
      },
    ],
  );
}

/** Of another frame of reference, referring to images that are nowhere. */
const stranger = (): Buffer =>
  segmentation(
    {
      sopInstanceUid: phantom.strangerUid,
      description: 'STRANGER',
      seriesNumber: 23,
      type: 'BINARY',
      bits: 1,
      references: '2.25.7301.99',
      frameOfReference: '2.25.7301.98',
    },
    [segment(1, 'Elsewhere')],
    [{ segment: 1, slice: 5, valueAt: () => 1 }],
  );

type Point = readonly [number, number, number];

const contour = (kind: string, points: readonly Point[]): Element[] => [
  [0x30060042, 'CS', kind],
  [0x30060046, 'IS', points.length],
  [0x30060050, 'DS', points.flat()],
];

const square = (half: number, z: number): Point[] => [
  [-half, -half, z],
  [half, -half, z],
  [half, half, z],
  [-half, half, z],
];

/** A block 40 mm wide with a channel of 20 mm through its middle, from z = 15 to 25; and a point. */
function structures(): Buffer {
  const roi = (number: number, name: string): Element[] => [
    [0x30060022, 'IS', number],
    [0x30060024, 'UI', phantom.frameOfReferenceUid],
    [0x30060026, 'LO', name],
    [0x30060036, 'CS', 'MANUAL'],
  ];
  const drawn = (number: number, colour: [number, number, number], contours: Element[][]): Element[] => [
    [0x3006002a, 'IS', colour],
    [0x30060040, 'SQ', contours],
    [0x30060084, 'IS', number],
  ];
  const block = [15, 20, 25].flatMap((z) => [
    contour('CLOSED_PLANAR', square(20, z)),
    contour('CLOSED_PLANAR', square(10, z)),
  ]);
  return part10([
    ...named({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.481.3',
      sopInstanceUid: phantom.structuresUid,
      seriesUid: '2.25.7301.30',
      seriesNumber: 30,
      modality: 'RTSTRUCT',
      description: 'RTSTRUCT',
    }),
    [0x30060002, 'SH', 'Plan A'],
    [
      0x30060010,
      'SQ',
      [
        [
          reference(),
          [
            0x30060012,
            'SQ',
            [
              [
                [0x00081150, 'UI', '1.2.840.10008.3.1.2.3.1'],
                [0x00081155, 'UI', phantom.studyUid],
                [0x30060014, 'SQ', [[[0x0020000e, 'UI', phantom.ctSeriesUid]]]],
              ],
            ],
          ],
        ],
      ],
    ],
    [0x30060020, 'SQ', [roi(1, 'GTV'), roi(2, 'Isocentre')]],
    [
      0x30060039,
      'SQ',
      [drawn(1, [255, 0, 255], block), drawn(2, [0, 255, 0], [contour('POINT', [[30, 30, 20]])])],
    ],
  ]);
}

function dose(): Buffer {
  const [size, slices] = [16, phantom.slices];
  const values = new Uint32Array(size * size * slices).map((_, at) => 10 * at);
  return part10([
    ...named({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.481.2',
      sopInstanceUid: phantom.doseUid,
      seriesUid: '2.25.7301.40',
      seriesNumber: 40,
      modality: 'RTDOSE',
      description: 'RTDOSE',
    }),
    [0x00200032, 'DS', [-60, -60, 0]],
    axial,
    reference(),
    [0x00280008, 'IS', slices],
    [0x00280030, 'DS', [8, 8]],
    ...pixelModule(size, size, 32),
    [0x30040002, 'CS', 'GY'],
    [0x30040004, 'CS', 'PHYSICAL'],
    [0x3004000a, 'CS', 'PLAN'],
    [0x3004000c, 'DS', Array.from({ length: slices }, (_, k) => 5 * k)],
    [0x3004000e, 'DS', '0.001'],
    [0x7fe00010, 'OW', new Uint8Array(values.buffer)],
  ]);
}

const double = (value: number): Uint8Array => new Uint8Array(Float64Array.of(value).buffer);

function parametricMap(): Buffer {
  const [size, slices] = [32, phantom.slices];
  const stored = Array.from({ length: size * size * slices }, (_, at) => {
    const [i, j, k] = [at % size, Math.floor(at / size) % size, Math.floor(at / size ** 2)];
    return i / 8 + j + 32 * k;
  });
  return part10([
    ...named({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.30',
      sopInstanceUid: `${phantom.mapSeriesUid}.1`,
      seriesUid: phantom.mapSeriesUid,
      seriesNumber: 50,
      modality: 'MR',
      description: 'MAP',
    }),
    reference(),
    [0x00280008, 'IS', slices],
    [0x00280002, 'US', 1],
    [0x00280004, 'CS', 'MONOCHROME2'],
    [0x00280010, 'US', size],
    [0x00280011, 'US', size],
    [0x00280100, 'US', 32],
    [
      0x52009229,
      'SQ',
      [
        [
          [0x00209116, 'SQ', [[axial]]],
          [
            0x00289110,
            'SQ',
            [
              [
                [0x00180050, 'DS', 5],
                [0x00280030, 'DS', [4, 4]],
              ],
            ],
          ],
          [
            0x00409096,
            'SQ',
            [
              [
                [
                  0x004008ea,
                  'SQ',
                  [
                    [
                      [0x00080100, 'SH', 'mm2/s'],
                      [0x00080102, 'SH', 'UCUM'],
                      [0x00080104, 'LO', 'mm2/s'],
                    ],
                  ],
                ],
                [0x00409210, 'SH', 'ADC'],
                [0x00409224, 'FD', double(3)],
                [0x00409225, 'FD', double(0.5)],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      0x52009230,
      'SQ',
      Array.from({ length: slices }, (_, k): Element[] => [
        [0x00209113, 'SQ', [[[0x00200032, 'DS', [-62, -62, 5 * k]]]]],
      ]),
    ],
    [0x7fe00008, 'OF', stored],
  ]);
}
