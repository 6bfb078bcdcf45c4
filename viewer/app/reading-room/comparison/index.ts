export { ComparisonBar } from './ComparisonBar.tsx';
export { LinkSwitches } from './LinkSwitches.tsx';
export { PriorRows } from './PriorRows.tsx';
export { PriorsMenu } from './PriorsMenu.tsx';
export { FollowText, RelationMark } from './RelationMark.tsx';
export { useComparison } from './useComparison.ts';
export { useFollowAddress } from './useFollowAddress.ts';
