import type { Register } from './alignments.ts';

/** Finds the way between two series; the script for it comes when it is first needed. */
export const registerLater: Register = async (first, second, options) => {
  const { registerSeries } = await import('../registration/index.ts');
  return registerSeries(first, second, options);
};
