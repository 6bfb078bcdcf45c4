import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../../../../pixels/index.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import { headerRate } from '../headerRate.ts';

const frames = (count: number, attributes: Record<string, unknown[]>): FrameRef[] => {
  const instance: DicomJson = Object.fromEntries(
    Object.entries(attributes).map(([tag, Value]) => [tag, { vr: 'DS', Value }]),
  );
  return Array.from({ length: count }, () => ({ instance }) as FrameRef);
};

describe('headerRate', () => {
  it('takes the recommended rate before the cine rate before the frame time', () => {
    const all = { '00082144': [24], '00180040': [12], '00181063': [50] };
    expect(headerRate(frames(3, all))?.framesPerSecond).toBe(24);
    expect(headerRate(frames(3, { ...all, '00082144': [] }))?.framesPerSecond).toBe(12);
    expect(headerRate(frames(3, { '00181063': ['50'] }))?.framesPerSecond).toBe(20);
  });
  it('keeps the uneven times of a frame time vector', () => {
    // 0, 20, 60 ms: the first frame stays 20 ms, the second 60 ms; the mean of 40 ms is 25 a second.
    const rate = headerRate(frames(3, { '00181065': [0, 20, 60] }));
    expect(rate).toEqual({ framesPerSecond: 25, frameWeights: [0.5, 1.5, 1] });
  });
  it.each<Record<string, unknown[]>>([
    {},
    { '00181063': [0] },
    { '00180040': [-1] },
    { '00181065': [0, 20] },
  ])('finds none in %j', (attributes) => expect(headerRate(frames(3, attributes))).toBeUndefined());
});
