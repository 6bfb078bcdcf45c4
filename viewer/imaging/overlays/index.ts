/**
 * What is laid over images: another series in colours (fusion), segmentations, contours of structure sets, doses.
 *
 * `Overlays` is what a reading room has one of: `read()` lists what there is, `show(index, id)` switches one on in a viewport,
 * `change(id, settings)` says how it is drawn, `attach(index, canvas)` draws. What an overlay is on the plane of an image is
 * computed in workers (`OverlaySlices`), coloured in the page, and drawn in the moment the image is (`OverlayLayer`).
 */
export { colourMapNames, colourTable, isColourMap, type ColourMapName, type Rgb } from './colourMaps.ts';
export {
  hasValues,
  type DrawableOverlay,
  type OverlayFault,
  type OverlayNote,
  type OverlayObject,
  type OverlaySettings,
  type OverlaySlice,
  type ValueOverlay,
} from './overlayObject.ts';
export { OverlayError, Overlays } from './overlays.ts';
export type { OverlaySample } from './sampleOverlay.ts';
export type { OverlayPart } from './segmentation.ts';
