export { Opening } from './opening.ts';
export { clearMilestones, markNow, markShown } from './userTiming.ts';
