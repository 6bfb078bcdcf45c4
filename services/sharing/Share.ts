import type { Grant } from '../access/index.ts';

/** A study, or a patient's history, opened to somebody: by a link to who has no account, else to who has one. */
export interface Share {
  readonly id: string;
  /** What stands in the link: 128 random bits. */
  readonly publicId: string;
  /** Id of the person who shares. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly studyInstanceUid: string;
  /** The studies that it is about, that one among them: of a history those there were when it was shared. */
  readonly studies: readonly string[];
  readonly history: boolean;
  readonly report: boolean;
  readonly download: boolean;
  /** E.164; null where it is for somebody else */
  readonly phone: string | null;
  /** The last six characters of an ID; null where it is for somebody else */
  readonly idDigits: string | null;
  /** Id of somebody with an account, who opens it by signing in: no link leads to it. */
  readonly personId: string | null;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly maxOpenings: number | null;
  readonly openings: number;
  readonly extractionUntil: Date | null;
  readonly revokedAt: Date | null;
  readonly idTries: number;
}

export type ShareState = 'open' | 'not-yet' | 'expired' | 'withdrawn' | 'used-up' | 'locked';

/** So many wrong digits of an ID lock a share: a million possible ones are soon tried. */
export const mostIdTries = 10;

export function stateOf(share: Share, now: Date): ShareState {
  if (share.revokedAt) return 'withdrawn';
  if (now >= share.validUntil) return 'expired';
  if (share.maxOpenings !== null && share.openings >= share.maxOpenings) return 'used-up';
  if (share.idDigits !== null && share.idTries >= mostIdTries) return 'locked';
  return now < share.validFrom ? 'not-yet' : 'open';
}

/**
 * What a session of it may see, whatever the rules allow besides; for somebody with an account: what they may see besides, and
 * report on.
 */
export const grantOf = (share: Share): Grant => ({
  studyInstanceUids: share.studies,
  rights: [
    'read',
    ...(share.download ? (['download'] as const) : []),
    ...(share.personId === null ? [] : (['report'] as const)),
  ],
  withoutReports: !share.report,
  until: share.validUntil.getTime(),
});

/** What is written over images and report: by whom they were opened. */
export const markOf = ({ phone, idDigits }: Share): string => (phone ?? idDigits ?? '').slice(-4);
