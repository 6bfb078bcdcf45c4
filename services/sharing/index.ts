/** Studies opened to somebody, by a link to who has no account: for who shares, who administrates, and who visits. */
export { markOf, stateOf, type Share, type ShareState } from './Share.ts';
export { listedShare, pathOf as sharePath } from './listedShare.ts';
export { ShareDesk, type Expert, type SharedStudy, type SharingTools } from './ShareDesk.ts';
export { ShareError, type ShareProblem } from './ShareError.ts';
export { idDigits, shareInput, type ShareInput } from './shareInput.ts';
export { shareLimits, usualLimits, type ShareLimits } from './shareLimits.ts';
export { Shares } from './Shares.ts';
export { VisitDesk, type Proof, type VisitTools } from './VisitDesk.ts';
