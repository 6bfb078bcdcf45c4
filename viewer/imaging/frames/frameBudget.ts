import type { FrameLoaderOptions } from './frameLoader.ts';

/**
 * What this device can hold and do: decoded frames in a quarter of the memory the browser tells of (it never
 * tells more than 8 GiB; Safari and Firefox tell nothing), between 256 MiB and 2 GiB; decoders beside the main thread.
 */
export function frameBudget(): FrameLoaderOptions {
  const memoryGiB = (navigator as Navigator & { deviceMemory?: number }).deviceMemory ?? 4;
  const mebibyte = 2 ** 20;
  return {
    maxBytes: Math.min(2048, Math.max(256, memoryGiB * 256)) * mebibyte,
    decoders: Math.min(4, Math.max(2, (navigator.hardwareConcurrency || 2) - 1)),
    ahead: 64,
  };
}
