/** What is derived from the archive and kept: metadata, frames, pictures. May be thrown away at any time. */
export { InstanceTables } from './InstanceTables.ts';
export { PreparedStudies, type PreparedStudiesOptions } from './PreparedStudies.ts';
export { dicomJsonText } from './dicomJsonText.ts';
/** Parts of ETags: what an older program prepared may be another. */
export { frameFormat } from './FrameFolder.ts';
export { metadataFormat, type PreparedMetadata } from './SeriesMetadata.ts';
export type { PreparationState } from './SeriesFrames.ts';
export { pictureFormat, thumbnailOptions, type FrameToDraw, type RenderOptions } from './RenderedFrames.ts';
