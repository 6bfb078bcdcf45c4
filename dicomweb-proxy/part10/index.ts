/** Files as they come, good and bad: how they are made up, their elements, what they lack (PS3.10, PS3.5). Knows nothing of archives. */
export { completion } from './completeMeta.ts';
export { completeUids } from './completeUids.ts';
export { part10Head, type HeadResult, type Part10Head } from './head.ts';
export { headIsWhole } from './headIsWhole.ts';
export { part10Layout, type LayoutResult, type Part10Layout } from './layout.ts';
export { rawDataSet, type RawDataSet, type RawElement } from './rawDataSet.ts';
export { whereItEnds, type Breakage } from './whereItEnds.ts';
