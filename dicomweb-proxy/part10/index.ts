/** Files as they come, good and bad: how they are made up, their elements, what they lack (PS3.10, PS3.5). Knows nothing of archives. */
export { headIsWhole } from './headIsWhole.ts';
export { part10Layout, type LayoutResult, type Part10Layout } from './layout.ts';
export { rawDataSet, type RawDataSet, type RawElement } from './rawDataSet.ts';
