/** Everything that knows how documents are written and read: one chunk, loaded when there is one to read or to write. */
export { readStudy } from './readStudy.ts';
export { writeStudy } from './writeStudy.ts';
