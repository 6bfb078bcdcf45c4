export { Opening } from './opening.ts';
export { paintFrame } from './paintFrame.ts';
export { clearMilestones, markNow, markShown } from './userTiming.ts';
