import { maskedPhone } from '../identity/index.ts';
import { stateOf, type Share } from './Share.ts';

/**
 * A share as who has made it sees it in a list: telephone and digits not in full, as somebody looks over their shoulder.
 * @param personName of whom it is for, where they have an account
 */
export const listedShare = (share: Share, now: Date, personName = '') => ({
  id: share.id,
  path: pathOf(share),
  studyInstanceUid: share.studyInstanceUid,
  studies: share.studies.length,
  proof: proofOf(share),
  for: share.personId === null ? maskedProof(share) : personName,
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

/** Where it is opened: by who has an account in the reading room, after signing in. */
export const pathOf = ({ personId, publicId, studyInstanceUid }: Share): string =>
  personId === null ? `/s/${publicId}` : `/viewer?StudyInstanceUIDs=${studyInstanceUid}`;

const proofOf = ({ personId, phone }: Share): 'account' | 'phone' | 'id' =>
  personId !== null ? 'account' : phone !== null ? 'phone' : 'id';

const maskedProof = ({ phone, idDigits }: Share): string =>
  phone === null ? `****${(idDigits ?? '').slice(-2)}` : maskedPhone(phone);
