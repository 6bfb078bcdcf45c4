export type { Alignment, AlignmentFault, AlignmentProgress } from './alignments.ts';
export { Comparison, type RegistrationFound } from './comparison.ts';
export { mostPriors, type ComparisonState, type Relation } from './comparisonState.ts';
export { type FollowState, type Linking } from './linking.ts';
export { allLinked, linkNames, noneLinked, type Links } from './links.ts';
export type { Prior } from './priors.ts';
