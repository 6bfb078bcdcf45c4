import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeFrame, modalityLut, toDisplay, voiChoices, type DicomJson } from '../index.ts';
import { lookUp, readLookupTable } from '../lookupTable.ts';
import { presentationLut, throughPresentationLut } from '../presentationLut.ts';
import { readDicom } from './readDicom.ts';

const element = (vr: string, ...Value: unknown[]) => ({ vr, Value });
const lut = (descriptor: number[], entries: number[], name = ''): DicomJson => ({
  '00283002': element('US', ...descriptor),
  '00283006': element('US', ...entries),
  ...(name && { '00283003': element('LO', name) }),
});

describe('readLookupTable', () => {
  it('gives the first entry below its domain and the last above it', () => {
    const table = readLookupTable(lut([3, 10, 16], [5, 600, 65535]), false);
    expect([0, 10, 11, 12, 4000].map((input) => table && lookUp(table, input))).toEqual([
      5, 5, 600, 65535, 65535,
    ]);
  });

  it('takes 0 entries for 65536', () => {
    const entries = Array.from({ length: 65536 }, (_, i) => i);
    expect(readLookupTable(lut([0, 0, 16], entries), false)?.entries).toHaveLength(65536);
  });

  it('reads the first value as signed where the input is, whatever its VR', () => {
    expect(readLookupTable(lut([1, 63488, 16], [7]), true)?.firstValue).toBe(-2048);
    expect(readLookupTable(lut([1, -2048, 16], [7]), false)?.firstValue).toBe(63488);
    expect(readLookupTable(lut([1, 63488, 16], [7]))?.firstValue).toBe(63488);
  });

  it('unpacks 8-bit entries that come two to a word', () => {
    expect(readLookupTable(lut([4, 0, 8], [0x0201, 0x0403]), false)?.entries).toEqual(
      Uint16Array.of(1, 2, 3, 4),
    );
    const inline = {
      ...lut([4, 0, 8], []),
      '00283006': { vr: 'OW', InlineBinary: btoa('\x01\x02\x03\x04') },
    };
    expect(readLookupTable(inline, false)?.entries).toEqual(Uint16Array.of(1, 2, 3, 4));
  });

  it('reads 16-bit entries in little endian', () => {
    const inline = {
      ...lut([2, 0, 16], []),
      '00283006': { vr: 'OW', InlineBinary: btoa('\x01\x02\x03\x04') },
    };
    expect(readLookupTable(inline, false)?.entries).toEqual(Uint16Array.of(0x0201, 0x0403));
  });

  it('takes more bits for meant where entries need them', () => {
    expect(readLookupTable(lut([2, 0, 8], [0, 1000]), false)?.bits).toBe(10);
  });

  it('reads nothing where the data are too short, or elsewhere', () => {
    expect(readLookupTable(lut([3, 0, 16], [1, 2]), false)).toBeUndefined();
    const away = { ...lut([3, 0, 16], []), '00283006': { vr: 'OW', BulkDataURI: '/there' } };
    expect(readLookupTable(away, false)).toBeUndefined();
    expect(modalityLut({ '00283000': element('SQ', away) })).toMatchObject({
      slope: 1,
      intercept: 0,
      unreadable: true,
    });
  });
});

describe('voiChoices', () => {
  it('offers tables first, then windows with their names and function', () => {
    const choices = voiChoices({
      '00283010': element('SQ', lut([2, 0, 8], [0, 255], 'HARDER')),
      '00281050': element('DS', 40, '300'),
      '00281051': element('DS', 400, 1500),
      '00281055': element('LO', 'SOFT', 'BONE'),
      '00281056': element('CS', 'LINEAR_EXACT'),
    });
    expect(choices.map(({ kind, explanation }) => [kind, explanation])).toEqual([
      ['lut', 'HARDER'],
      ['window', 'SOFT'],
      ['window', 'BONE'],
    ]);
    expect(choices[2]).toMatchObject({ voi: { center: 300, width: 1500, function: 'linear-exact' } });
  });

  it('reads the first value as signed where a negative intercept makes values so', () => {
    const [choice] = voiChoices({
      '00281052': element('DS', -1024),
      '00283010': element('SQ', lut([1, 64512, 16], [0])),
    });
    expect(choice).toMatchObject({ table: { firstValue: -1024 } });
  });
});

describe('presentation LUT', () => {
  it('spreads the VOI output over all entries', () => {
    const table = presentationLut({
      '20500010': element('SQ', lut([5, 0, 8], [0, 10, 100, 200, 255])),
    })?.table;
    expect(
      [0, 0.25, 0.5, 0.75, 1].map((output) => table && throughPresentationLut(output, table) * 255),
    ).toEqual([0, 10, 100, 200, 255]);
  });

  it('knows its shapes', () => {
    expect(presentationLut({ '20500020': element('CS', 'INVERSE') })).toEqual({ inverse: true });
    expect(presentationLut({ '20500020': element('CS', 'IDENTITY') })).toEqual({ inverse: false });
    expect(presentationLut({})).toBeUndefined();
  });
});

describe('the grey pipeline', () => {
  const frame = {
    values: Int16Array.of(-2000, 0, 1, 2, 3),
    rows: 1,
    columns: 5,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME1',
    bitsStored: 16,
  };
  const window = {
    slope: 1,
    intercept: 0,
    center: 0,
    width: 1,
    voiFunction: 'linear',
    invert: false,
  } as const;

  it('goes through modality, VOI and presentation tables, then polarity; padding is black', () => {
    const read = (entries: number[], bits: number) =>
      readLookupTable(lut([entries.length, 0, bits], entries), false);
    const { values } = toDisplay(frame, {
      ...window,
      modalityTable: read([0, 2, 1, 3], 16),
      voiTable: read([0, 85, 170, 255], 8),
      presentationTable: read([0, 1, 2, 3, 4, 250], 8),
      padding: { low: -2000, high: -2000 },
    });
    // 0 -> 0 -> 0 -> 0; 1 -> 2 -> 170 (2/3) -> entry 3 -> 3; 2 -> 1 -> 85 (1/3) -> entry 2 -> 2; 3 -> 3 -> 255 -> 250
    expect([...values]).toEqual([0, 255, 252, 253, 5]);
  });
});

const zoo = fileURLToPath(new URL('../../../shared/dicom/zoo/', import.meta.url));
const python = '/usr/bin/python3';
const hasPrograms =
  spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0 &&
  spawnSync('dcmdjpeg', ['--version']).status === 0;

/** Modality values, or greys after the VOI LUT, as pydicom computes them; every 997th. */
function byPydicom(name: string, what: 'modality' | 'voi'): number[] {
  const script = `
import sys, pydicom, numpy
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut
d = pydicom.dcmread(sys.argv[1])
stored = d.pixel_array
if d.PixelRepresentation == 1:
    # pydicom leaves what is above High Bit where it is.
    unused = 16 - d.BitsStored
    stored = numpy.right_shift(numpy.left_shift(stored, unused), unused)
v = apply_modality_lut(stored, d)
if sys.argv[2] == 'voi':
    bits = d.VOILUTSequence[0].LUTDescriptor[2]
    v = apply_voi_lut(v, d, prefer_lut=True) / (2 ** bits - 1) * 255
print(*v.ravel()[::997])`;
  const folder = mkdtempSync(join(tmpdir(), 'yunying-lut-'));
  try {
    const plain = join(folder, 'plain.dcm');
    execFileSync('dcmdjpeg', [`${zoo}${name}.dcm`, plain]);
    const out = execFileSync(python, ['-W', 'ignore', '-c', script, plain, what], { encoding: 'utf8' });
    return out.trim().split(/\s+/).map(Number);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!existsSync(zoo) || !hasPrograms)('look-up tables of real images, against pydicom', () => {
  it.each(['lut_modality_18', 'lut_modality_cr'])('modality values of %s', async (name) => {
    const { dataSet, image, frames, transferSyntaxUid } = readDicom(`${zoo}${name}.dcm`);
    const frame = await decodeFrame(frames[0] as Uint8Array, transferSyntaxUid, image);
    const { table } = modalityLut(dataSet);
    if (!table) throw new Error('no table');
    const values = Array.from(frame.values, (value) => lookUp(table, value)).filter((_, i) => i % 997 === 0);
    expect(values).toEqual(byPydicom(name, 'modality'));
  });

  it('greys of lut_voi_04', async () => {
    const { dataSet, image, frames, transferSyntaxUid } = readDicom(`${zoo}lut_voi_04.dcm`);
    const frame = await decodeFrame(frames[0] as Uint8Array, transferSyntaxUid, image);
    const [choice] = voiChoices(dataSet);
    if (choice?.kind !== 'lut') throw new Error('no table');
    const { values } = toDisplay(frame, {
      slope: 1,
      intercept: 0,
      center: 0,
      width: 1,
      voiFunction: 'linear',
      invert: false,
      voiTable: choice.table,
    });
    const greys = [...values].filter((_, i) => i % 997 === 0);
    byPydicom('lut_voi_04', 'voi').forEach((grey, i) =>
      expect(Math.abs((greys[i] as number) - grey)).toBeLessThanOrEqual(0.5),
    );
  });
});
