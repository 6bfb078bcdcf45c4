import type { Register } from './alignments.ts';

/** Finds the way between two series; the script for it comes when it is first needed. */
export const registerLater: Register = async (first, second, options) => {
  const { sharedFrameOfReference } = await import('../registration/index.ts');
  const shared = sharedFrameOfReference(first, second);
  if (shared) return shared;
  options.signal.throwIfAborted();
  throw new Error('there is no registration yet');
};
