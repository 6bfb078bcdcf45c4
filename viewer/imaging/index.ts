export { Imaging } from './reader/imaging.ts';
export { faultOf, Reader } from './reader/reader.ts';
export type { Layout, OpenStudy, ReaderEvents, ReaderFault, ReaderState } from './reader/readerState.ts';
export { progressOf, type SeriesProgress } from './reader/seriesProgress.ts';
export { Opening } from './opening/index.ts';
