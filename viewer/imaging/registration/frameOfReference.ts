import type { FrameRef } from '../series/frameRef.ts';
import type { Registration } from './registration.ts';
import { identity } from './rigidMatrix.ts';

type Referenced = Pick<FrameRef, 'frameOfReferenceUid'>;

/**
 * The registration of two series whose frames all share one Frame of Reference UID (0020,0052): what is at a place in the one
 * is at that place in the other (PS3.3 C.7.4.1). Undefined where one of them has none, several, or another.
 */
export function sharedFrameOfReference(
  first: readonly Referenced[],
  second: readonly Referenced[],
): Registration | undefined {
  const uids = new Set([...first, ...second].map(({ frameOfReferenceUid }) => frameOfReferenceUid));
  if (first.length === 0 || second.length === 0 || uids.size !== 1 || uids.has(undefined)) return undefined;
  return { matrix: identity, quality: 'good', reasons: [], method: 'frameOfReference', seconds: 0 };
}
