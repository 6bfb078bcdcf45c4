/** What is tried. */
export interface Attempt {
  bytes: Uint8Array;
}

/** What came of it: a picture or a reason are both good. */
export type Outcome = { kind: 'shown' } | { kind: 'refused'; why: string } | { kind: 'failed'; why: string };

/** No job may take longer. */
export const jobTimeoutMs = 10_000;
