import type { Alignment, AlignmentProgress, FollowState } from '../../../imaging/index.ts';

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

/** What is said beside it: a key of `hint.…`; undefined where nothing has to be. */
export function registrationHint(
  kind: ReturnType<typeof registrationKind>,
  { accepted, fault, found: automatic }: AlignmentProgress,
): 'coarse' | 'poor' | 'accepted' | 'none' | 'manual' | 'manualPoor' | 'manualNone' | undefined {
  switch (kind) {
    case 'coarse':
    case 'none':
      return kind;
    case 'poor':
      return accepted ? 'accepted' : 'poor';
    case 'manual':
      if (automatic?.quality === 'poor') return 'manualPoor';
      return fault && !automatic ? 'manualNone' : 'manual';
    default:
      return undefined;
  }
}

/** What a viewport says of how it goes along: a key of `follow.…`; undefined where it does as one expects. */
export function followText(
  follow: FollowState,
  way: Alignment | undefined,
  accepted: boolean,
): Exclude<FollowState, 'following'> | 'poor' | 'accepted' | 'manual' | undefined {
  if (follow === 'no-registration' && way?.quality === 'poor') return 'poor';
  if (follow !== 'following') return follow;
  if (way?.quality === 'manual') return 'manual';
  return way?.quality === 'poor' && accepted ? 'accepted' : undefined;
}
