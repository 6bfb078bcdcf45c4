/** What is derived from the archive and kept: metadata, frames, pictures. May be thrown away at any time. */
export { InstanceTables } from './InstanceTables.ts';
export { PreparedStudies, type PreparedStudiesOptions } from './PreparedStudies.ts';
export { dicomJsonText } from './dicomJsonText.ts';
export type { PreparedMetadata } from './SeriesMetadata.ts';
export type { PreparationState } from './SeriesFrames.ts';
export { thumbnailOptions, type FrameToDraw, type RenderOptions } from './RenderedFrames.ts';
