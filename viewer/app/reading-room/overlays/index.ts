export { OverlayCanvas } from './OverlayCanvas.tsx';
export { OverlayLegend } from './OverlayLegend.tsx';
export { OverlayChoices, OverlayMenu } from './OverlayMenu.tsx';
export { overlayText } from './overlayText.ts';
export { toggleFusion } from './toggleFusion.ts';
