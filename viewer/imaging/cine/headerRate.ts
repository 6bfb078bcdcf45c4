import { number, numbers } from '../../dicomweb/index.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** How fast the acquiring device wants a loop to be played. */
export interface HeaderRate {
  framesPerSecond: number;
  /** Weight of each frame's time, mean 1, where the frames are not evenly spaced; undefined where they are. */
  frameWeights: number[] | undefined;
}

/**
 * The rate of a stack by its header: Recommended Display Frame Rate (0008,2144), Cine Rate (0018,0040), Frame Time
 * (0018,1063, ms), Frame Time Vector (0018,1065, ms; PS3.3 C.7.6.5.1.2), in this order. Undefined where it says none.
 */
export function headerRate(frames: readonly FrameRef[]): HeaderRate | undefined {
  const instance = frames[0]?.instance;
  if (!instance) return undefined;
  const frameTimeMs = number(instance, '00181063');
  const rates = [
    number(instance, '00082144'),
    number(instance, '00180040'),
    frameTimeMs !== undefined && frameTimeMs > 0 ? 1000 / frameTimeMs : undefined,
  ];
  const rate = rates.find((one) => one !== undefined && one > 0);
  if (rate !== undefined) return { framesPerSecond: rate, frameWeights: undefined };
  return vectorRate(numbers(instance, '00181065'), frames.length);
}

/** The first value is 0 by definition: the time before the first frame. The last frame stays as long as the mean. */
function vectorRate(vectorMs: readonly number[], count: number): HeaderRate | undefined {
  if (vectorMs.length !== count || count < 2) return undefined;
  const times = vectorMs.slice(1);
  const meanMs = times.reduce((sum, time) => sum + time, 0) / times.length;
  if (!(meanMs > 0) || times.some((time) => time < 0)) return undefined;
  return { framesPerSecond: 1000 / meanMs, frameWeights: [...times, meanMs].map((time) => time / meanMs) };
}
