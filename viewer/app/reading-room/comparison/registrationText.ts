import type { Alignment, AlignmentProgress } from '../../../imaging/index.ts';

/** What is said of a registration: a key of `registration.…`, and how it is meant. */
export function registrationKind(
  found: Alignment | undefined,
  { searching }: AlignmentProgress,
): 'frameOfReference' | 'good' | 'coarse' | 'poor' | 'manual' | 'searching' | 'none' {
  if (!found) return searching ? 'searching' : 'none';
  if (found.quality !== 'good') return found.quality;
  if (found.method === 'frameOfReference') return 'frameOfReference';
  return found.method === 'translation' || searching ? 'coarse' : 'good';
}

/** Those that a reader has to be warned of. */
export const isDoubtful = (kind: ReturnType<typeof registrationKind>): boolean =>
  kind === 'poor' || kind === 'none';
