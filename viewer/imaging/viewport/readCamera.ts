import { utilities, type Types } from '@cornerstonejs/core';
import { cross, length, scale, subtract, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { ViewState } from './viewState.ts';

/** What the engine's viewport says of window, camera and scale, in the terms of the view's state. */
export function readCamera(
  viewport: Types.IStackViewport,
  frame: FrameRef,
  element: HTMLDivElement,
): Pick<ViewState, 'voi' | 'invert' | 'zoom' | 'screen' | 'pxPerMm' | 'focalPoint' | 'viewPlaneNormal'> {
  const { voiRange, invert = false } = viewport.getProperties();
  const { viewUp, viewPlaneNormal, focalPoint } = viewport.getCamera() as {
    viewUp?: Point3;
    viewPlaneNormal?: Point3;
    focalPoint?: Point3;
  };
  const window = voiRange && utilities.windowLevel.toWindowLevel(voiRange.lower, voiRange.upper);
  const located = frame.plane && viewUp && viewPlaneNormal;
  return {
    voi: { center: window?.windowCenter ?? 0, width: window?.windowWidth ?? 1 },
    invert,
    zoom: viewport.getZoom(),
    screen: located ? screenAxes(viewport, element) : undefined,
    pxPerMm: frame.pixelSpacing && pixelsPerMillimetre(viewport, element),
    focalPoint: frame.plane && focalPoint,
    viewPlaneNormal: frame.plane && viewPlaneNormal,
  };
}

/** Directions of the screen in the patient, taken from the mapping itself, so that flips and turns are in them. */
function screenAxes(viewport: Types.IStackViewport, element: HTMLDivElement): ViewState['screen'] {
  const x = element.clientWidth / 2;
  const y = element.clientHeight / 2;
  const middle = viewport.canvasToWorld([x, y]) as Point3;
  const right = subtract(viewport.canvasToWorld([x + 100, y]) as Point3, middle);
  const up = subtract(viewport.canvasToWorld([x, y - 100]) as Point3, middle);
  if (length(cross(right, up)) === 0) return undefined;
  return { right: unit(right), up: unit(up) };
}

function pixelsPerMillimetre(viewport: Types.IStackViewport, element: HTMLDivElement): number | undefined {
  const y = element.clientHeight / 2;
  const from = viewport.canvasToWorld([0, y]) as Point3;
  const to = viewport.canvasToWorld([100, y]) as Point3;
  const millimetres = length(subtract(to, from));
  return millimetres > 0 ? 100 / millimetres : undefined;
}

const unit = (vector: Point3): Point3 => scale(vector, 1 / length(vector));
