export { drawCover, type Cover, type ImageToScreen } from './drawCover.ts';
export { frameCover, type FrameCover } from './frameCover.ts';
export { imageToScreen } from './imageToScreen.ts';
export { OverlayStore } from './overlayStore.ts';
