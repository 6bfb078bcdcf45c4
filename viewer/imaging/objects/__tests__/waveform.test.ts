import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../../../../pixels/index.ts';
import { channelValues, layOut, samplePlace, tracePaths, waveformGroups } from '../waveform/index.ts';
import type { WaveformGroup } from '../waveform/index.ts';

const code = (value: string): DicomJson['x'] => ({
  vr: 'SQ',
  Value: [{ '00080100': { vr: 'SH', Value: [value] } }],
});
const channel = (more: DicomJson = {}): DicomJson => ({
  '003A0208': { vr: 'SQ', Value: [{ '00080104': { vr: 'LO', Value: ['Lead II (Einthoven)'] } }] },
  '003A0210': { vr: 'DS', Value: [1.25] },
  '003A0211': code('uV') as never,
  '003A0212': { vr: 'DS', Value: [1] },
  '003A0213': { vr: 'DS', Value: [0] },
  ...more,
});
const object = (more: DicomJson, channels: DicomJson[] = [channel()]): DicomJson => ({
  '54000100': {
    vr: 'SQ',
    Value: [
      {
        '003A0005': { vr: 'US', Value: [channels.length] },
        '003A0010': { vr: 'UL', Value: [4] },
        '003A001A': { vr: 'DS', Value: [500] },
        '003A0200': { vr: 'SQ', Value: channels },
        '54001004': { vr: 'US', Value: [16] },
        '54001006': { vr: 'CS', Value: ['SS'] },
        '54001010': { vr: 'OW', BulkDataURI: '/bulk' },
        ...more,
      },
    ],
  },
});
const group = (instance: DicomJson): WaveformGroup => {
  const [found] = waveformGroups(instance);
  if (!found || typeof found === 'string') throw new Error(String(found));
  return found;
};

describe('samples', () => {
  it('are little endian, side by side for each moment, times sensitivity and correction, plus baseline', () => {
    const two = group(
      object({}, [
        channel(),
        channel({ '003A0212': { vr: 'DS', Value: [2] }, '003A0213': { vr: 'DS', Value: [-10] } }),
      ]),
    );
    const data = Int16Array.of(800, 4, -800, 8, 0, -4, 1, 0).buffer;
    const [first, second] = channelValues(two, data);
    expect([...(first as Float64Array)]).toEqual([1000, -1000, 0, 1.25]);
    // 4 x 1.25 x 2 - 10 = 0 and so on.
    expect([...(second as Float64Array)]).toEqual([0, 10, -20, -10]);
  });

  it('may be of 8 bits, signed or not, and be missing', () => {
    const bytes = Uint8Array.of(255, 128, 7, 1).buffer;
    const eight = (interpretation: string, more: DicomJson = {}): number[] => {
      const one = group(
        object({
          '54001004': { vr: 'US', Value: [8] },
          '54001006': { vr: 'CS', Value: [interpretation] },
          ...more,
        }),
      );
      return [...(channelValues(one, bytes)[0] as Float64Array)];
    };
    expect(eight('UB')).toEqual([318.75, 160, 8.75, 1.25]);
    expect(eight('SB')).toEqual([-1.25, -160, 8.75, 1.25]);
    expect(eight('UB', { '5400100A': { vr: 'OB', Value: [7] } })).toEqual([318.75, 160, NaN, 1.25]);
    const cut = group(object({}));
    expect([...(channelValues(cut, Int16Array.of(8, 16).buffer)[0] as Float64Array)]).toEqual([
      10,
      20,
      NaN,
      NaN,
    ]);
  });

  it('without a sensitivity stay stored values', () => {
    const without = channel({ '003A0210': { vr: 'DS' } });
    const one = group(object({}, [without]));
    expect([...(channelValues(one, Int16Array.of(3, 2, 1, 0).buffer)[0] as Float64Array)]).toEqual([
      3, 2, 1, 0,
    ]);
    expect(one.channels[0]?.sensitivity).toBeUndefined();
  });

  it.each([
    [{ '54001006': { vr: 'CS', Value: ['MB'] } }, 'MB'],
    [{ '003A001A': { vr: 'DS' } }, '003A,001A'],
    [{ '54001010': { vr: 'OW' } }, '5400,1010'],
    [{ '54001004': { vr: 'US', Value: [8] } }, '5400,1004'],
  ] as [DicomJson, string][])('are refused with the reason: %j', (more, reason) => {
    expect(waveformGroups(object(more))[0]).toEqual(expect.stringContaining(reason));
  });
});

describe('the sheet', () => {
  const values = [Float64Array.of(0, 1000, -500, NaN)];

  it('is to scale: 25 mm for a second, 10 mm for a millivolt', () => {
    const one = group(object({}));
    const sheet = layOut(one, values, { columns: 1, mmPerSecond: 25, mmPerMillivolt: 10 });
    const trace = sheet.traces[0];
    if (!trace) throw new Error('no trace');
    expect(trace.label).toBe('II');
    const scale = { samplingHz: 500, mmPerSecond: 25 };
    // 2 ms are 0.05 mm; 1 mV is 10 mm upwards.
    const place = (index: number) => samplePlace(trace, values[0] as Float64Array, index, scale);
    expect(place(1)?.[0]).toBeCloseTo(trace.x + 0.05, 9);
    expect(place(1)?.[1]).toBeCloseTo(trace.y - 10, 9);
    expect(place(2)?.[1]).toBeCloseTo(trace.y + 5, 9);
    expect(place(3)).toBeUndefined();
    expect(tracePaths(trace, values[0] as Float64Array, scale)).toHaveLength(1);
  });

  it('keeps every peak where samples are closer than lines are thick', () => {
    const long = group(
      object({ '003A0010': { vr: 'UL', Value: [4000] }, '003A001A': { vr: 'DS', Value: [4000] } }),
    );
    const many = new Float64Array(4000);
    many[1234] = 2000;
    const sheet = layOut(long, [many], { columns: 1, mmPerSecond: 25, mmPerMillivolt: 10 });
    const trace = sheet.traces[0];
    if (!trace) throw new Error('no trace');
    const paths = tracePaths(trace, many, { samplingHz: 4000, mmPerSecond: 25 });
    const x = Math.round((trace.x + (1234 / 4000) * 25) * 10_000) / 10_000;
    expect(paths.join('')).toContain(`L${x} ${Math.round((trace.y - 20) * 10_000) / 10_000}`);
    expect(paths.join('').split(/[ML]/).length).toBeLessThan(700);
  });

  it('lays four columns of successive times, and lead II below in full length', () => {
    const channels = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((lead) =>
      channel({ '003A0203': { vr: 'SH', Value: [lead] } }),
    );
    const twelve = group(object({ '003A0010': { vr: 'UL', Value: [5000] } }, channels));
    const flat = channels.map(() => new Float64Array(5000));
    const { traces, widthMm } = layOut(twelve, flat, { columns: 4, mmPerSecond: 25, mmPerMillivolt: 10 });
    expect(traces).toHaveLength(13);
    expect(traces.filter(({ from }) => from === 2500).map(({ label }) => label)).toEqual(['V1', 'V2', 'V3']);
    expect(traces.find(({ label }) => label === 'V4')).toMatchObject({
      from: 3750,
      to: 5000,
      x: 12 + 3 * 62.5,
    });
    expect(traces.at(-1)).toMatchObject({ label: 'II', from: 0, to: 5000, x: 12 });
    expect(widthMm).toBe(12 + 250 + 5);
  });

  it('draws pressures around the middle of their range, in steps of 1, 2 and 5', () => {
    const pressure = group(object({}, [channel({ '003A0211': code('mm[Hg]') as never })]));
    const { traces, mmPerMillivolt } = layOut(pressure, [Float64Array.of(70, 120, 95, 80)], {
      columns: 1,
      mmPerSecond: 25,
      mmPerMillivolt: 10,
    });
    // 50 mmHg in 40 mm: 0.8, hence 0.5 mm each.
    expect(traces[0]).toMatchObject({ mmPerUnit: 0.5, origin: 95, unit: 'mm[Hg]' });
    expect(mmPerMillivolt).toBeUndefined();
  });
});
