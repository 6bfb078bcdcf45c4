export { ComparisonBar } from './ComparisonBar.tsx';
export { ComparisonChoices } from './ComparisonChoices.tsx';
export { PriorRows } from './PriorRows.tsx';
export { PriorsMenu } from './PriorsMenu.tsx';
export { FollowText, RelationMark } from './RelationMark.tsx';
export { useComparison } from './useComparison.ts';
export { useFollowAddress } from './useFollowAddress.ts';
