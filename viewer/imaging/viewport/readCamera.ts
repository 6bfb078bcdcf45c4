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
    zoom: zoomOf(viewport, frame, element),
    screen: located ? screenAxes(viewport, element) : undefined,
    pxPerMm: frame.pixelSpacing && pixelsPerUnit(viewport, element),
    focalPoint: frame.plane && focalPoint,
    viewPlaneNormal: frame.plane && viewPlaneNormal,
  };
}

/** Magnification over the fitted size; taken from the mapping, because the engine's own counts differently on the CPU. */
function zoomOf(viewport: Types.IStackViewport, frame: FrameRef, element: HTMLDivElement): number {
  const width = frame.image.columns * (frame.pixelSpacing?.column ?? 1);
  const height = frame.image.rows * (frame.pixelSpacing?.row ?? 1);
  const fitted = Math.min(element.clientWidth / width, element.clientHeight / height);
  return (pixelsPerUnit(viewport, element) ?? fitted) / fitted;
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

/** CSS pixels per millimetre, or per image pixel where the pixel spacing is unknown. */
function pixelsPerUnit(viewport: Types.IStackViewport, element: HTMLDivElement): number | undefined {
  const y = element.clientHeight / 2;
  const from = viewport.canvasToWorld([0, y]) as Point3;
  const to = viewport.canvasToWorld([100, y]) as Point3;
  const millimetres = length(subtract(to, from));
  return millimetres > 0 ? 100 / millimetres : undefined;
}

const unit = (vector: Point3): Point3 => scale(vector, 1 / length(vector));
