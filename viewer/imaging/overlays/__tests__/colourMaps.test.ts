import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cieLabToRgb } from '../cieLab.ts';
import { colourMapNames, colourTable, type ColourMapName } from '../colourMaps.ts';

const at = (name: ColourMapName, index: number): number[] => [
  ...colourTable(name).slice(3 * index, 3 * index + 3),
];

const palettes = '/usr/lib/python3/dist-packages/pydicom/data/palettes';

describe('colour maps', () => {
  it('have 256 colours each', () => {
    for (const name of colourMapNames) expect(colourTable(name)).toHaveLength(768);
  });

  it('hot iron has the entries of PS3.6 B.1.1', () => {
    expect(at('hotIron', 0)).toEqual([0, 0, 0]);
    expect(at('hotIron', 1)).toEqual([2, 0, 0]);
    expect(at('hotIron', 127)).toEqual([254, 0, 0]);
    expect(at('hotIron', 128)).toEqual([255, 0, 0]);
    expect(at('hotIron', 191)).toEqual([255, 126, 0]);
    expect(at('hotIron', 192)).toEqual([255, 128, 4]);
    expect(at('hotIron', 254)).toEqual([255, 252, 252]);
    expect(at('hotIron', 255)).toEqual([255, 255, 255]);
  });

  it.skipIf(!existsSync(palettes))('are entry for entry the palettes that pydicom ships', () => {
    const script = [
      'import json, pydicom, sys',
      "read = lambda ds, c: list(ds[c + 'PaletteColorLookupTableData'].value)",
      "files = {n: pydicom.dcmread(f'{sys.argv[1]}/{n.lower()}.dcm', force=True) for n in sys.argv[2:]}",
      "print(json.dumps({n: [read(ds, c) for c in ('Red', 'Green', 'Blue')] for n, ds in files.items()}))",
    ].join('\n');
    const names = ['hotIron', 'pet', 'hotMetalBlue', 'pet20Step'] as const;
    const printed = execFileSync('/usr/bin/python3', ['-c', script, palettes, ...names]);
    const tables = JSON.parse(printed.toString()) as Record<ColourMapName, [number[], number[], number[]]>;
    for (const name of names)
      for (let index = 0; index < 256; index++)
        expect([name, index, ...at(name, index)]).toEqual([
          name,
          index,
          ...tables[name].map((table) => table[index]),
        ]);
  });
});

describe('CIELab', () => {
  it('gives white, black, and the primaries of sRGB for their published D50 values', () => {
    const encode = (l: number, a: number, b: number): [number, number, number] => [
      Math.round((l / 100) * 65535),
      Math.round(((a + 128) / 255) * 65535),
      Math.round(((b + 128) / 255) * 65535),
    ];
    // Bruce Lindbloom's calculator, sRGB adapted to D50 by Bradford.
    for (const [lab, rgb] of [
      [
        [100, 0, 0],
        [255, 255, 255],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [54.29, 80.81, 69.89],
        [255, 0, 0],
      ],
      [
        [87.82, -79.27, 80.99],
        [0, 255, 0],
      ],
      [
        [29.57, 68.3, -112.03],
        [0, 0, 255],
      ],
    ] as const) {
      const [l, a, b] = lab;
      const found = cieLabToRgb(encode(l, a, b));
      rgb.forEach((value, channel) =>
        expect(Math.abs((found[channel] as number) - value)).toBeLessThanOrEqual(2),
      );
    }
  });
});
