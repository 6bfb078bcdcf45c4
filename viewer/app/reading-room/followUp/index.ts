export { FollowUpList } from './FollowUpList.tsx';
