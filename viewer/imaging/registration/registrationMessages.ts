import type { CoarseVolume } from './coarseVolume.ts';
import type { Found } from './findRegistration.ts';

/** What the page asks of the worker: one search after the other, as they come. */
export interface FindRequest {
  readonly id: number;
  readonly kind: 'shift' | 'rigid';
  readonly first: CoarseVolume;
  readonly second: CoarseVolume;
}

export type FindAnswer =
  { readonly id: number; readonly found: Found } | { readonly id: number; readonly error: string };
