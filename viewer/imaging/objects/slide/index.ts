export { readSlide, type Slide } from './slide.ts';
export type { SlideLevel, TilePlace } from './slideLevel.ts';
export { tilePicture } from './tilePicture.ts';
export { slideScaleBar } from './scaleOf.ts';
