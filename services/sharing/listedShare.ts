import { maskedPhone } from '../identity/index.ts';
import { stateOf, type Share } from './Share.ts';

/** A share as who has made it sees it in a list: whom it is for not in full, as somebody looks over their shoulder. */
export const listedShare = (share: Share, now: Date) => ({
  id: share.id,
  path: `/s/${share.publicId}`,
  studyInstanceUid: share.studyInstanceUid,
  studies: share.studies.length,
  proof: share.phone === null ? ('id' as const) : ('phone' as const),
  for: share.phone === null ? `****${(share.idDigits ?? '').slice(-2)}` : maskedPhone(share.phone),
  history: share.history,
  report: share.report,
  download: share.download,
  createdAt: share.createdAt,
  validFrom: share.validFrom,
  validUntil: share.validUntil,
  openings: share.openings,
  maxOpenings: share.maxOpenings,
  extractionUntil: share.extractionUntil,
  state: stateOf(share, now),
});
