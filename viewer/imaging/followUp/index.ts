export { changeFigures } from './changeFigures.ts';
export { changeOf, stillHolds, type ChangedSize, type FindingChange } from './findingChange.ts';
export { sizesOf, type Size, type SizeQuantity } from './findingSize.ts';
export type { Finding, FindingEntry } from './findings.ts';
export { FollowUp, type FollowUpState, type Partner } from './followUp.ts';
export { PairsInBrowser } from './pairsInBrowser.ts';
export type { Proposal } from './proposals.ts';
export { surelyChangedMm, type NoChangeReason, type SizeChange, type SizeDifference } from './sizeChange.ts';
export type { VolumeDoubling } from './volumeDoubling.ts';
