import { describe, expect, it } from 'vitest';
import type { RawDataSet, RawElement } from '../../part10/index.ts';
import { restoreAmbiguous } from '../ambiguousElements.ts';
import type { DicomJson } from '../seriesDicomJson.ts';

const words = (...values: number[]): RawElement => ({
  vr: undefined,
  bytes: new Uint8Array(Uint16Array.from(values).buffer),
});
const raw = (elements: Record<string, RawElement>): RawDataSet => new Map(Object.entries(elements));

describe('restoreAmbiguous', () => {
  it('reads numbers with the sign that Pixel Representation says', () => {
    const signed: DicomJson = {};
    // -2000 as 16 bits is 63536.
    expect(restoreAmbiguous(signed, raw({ '00280103': words(1), '00280120': words(63536) }))).toBe(1);
    expect(signed).toEqual({ '00280120': { vr: 'SS', Value: [-2000] } });
    const unsigned: DicomJson = {};
    restoreAmbiguous(unsigned, raw({ '00280103': words(0), '00280120': words(63536) }));
    expect(unsigned).toEqual({ '00280120': { vr: 'US', Value: [63536] } });
  });

  it('gives a sign to the first value of a table alone, in items too', () => {
    const dataSet: DicomJson = { '00283000': { vr: 'SQ', Value: [{ '00283003': { vr: 'LO' } }] } };
    const item = raw({ '00283002': words(40000, 65535, 16), '00283006': words(1, 2) });
    const count = restoreAmbiguous(
      dataSet,
      raw({ '00280103': words(1), '00283000': { vr: undefined, bytes: new Uint8Array(), items: [item] } }),
    );
    expect(count).toBe(2);
    expect(dataSet['00283000']?.Value?.[0]).toEqual({
      '00283003': { vr: 'LO' },
      '00283002': { vr: 'SS', Value: [40000, -1, 16] },
      '00283006': { vr: 'OW', InlineBinary: Buffer.of(1, 0, 2, 0).toString('base64') },
    });
  });

  it('leaves what is there, and counts only what showing needs', () => {
    const there = { vr: 'US', Value: [7] };
    const dataSet: DicomJson = { '00280120': there };
    const count = restoreAmbiguous(dataSet, raw({ '00280120': words(9), '00280106': words(3) }));
    expect(count).toBe(0);
    expect(dataSet).toEqual({ '00280120': there, '00280106': { vr: 'US', Value: [3] } });
  });
});
