import { Enums, type Types } from '@cornerstonejs/core';
import type { VoiFunction } from '../../../pixels/index.ts';
import { fromEngineRange } from '../engine/index.ts';
import { length, scale, subtract, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { edgeLetters } from './edgeLetters.ts';
import type { ViewportMapping } from './viewportMapping.ts';
import type { ViewState } from './viewState.ts';

type CameraState = Pick<
  ViewState,
  | 'voi'
  | 'invert'
  | 'zoom'
  | 'screen'
  | 'edges'
  | 'pxPerMm'
  | 'pixelScale'
  | 'rotation'
  | 'smooth'
  | 'focalPoint'
  | 'viewPlaneNormal'
>;

/** What the engine's viewport says of window, camera and scale, in the terms of the view's state. */
export function readCamera(
  viewport: Types.IStackViewport,
  mapping: ViewportMapping,
  frame: FrameRef,
  voiFunction: VoiFunction,
  element: HTMLDivElement,
): CameraState {
  const { voiRange, invert = false, interpolationType } = viewport.getProperties();
  const { clientWidth, clientHeight } = element;
  const at = (x: number, y: number): Point3 =>
    mapping.toWorld(frame, clientWidth / 2 + x, clientHeight / 2 + y);
  const middle = at(0, 0);
  const right = subtract(at(100, 0), middle);
  const up = subtract(at(0, -100), middle);
  const pxPerUnit = 100 / length(right);
  const drawn = Number.isFinite(pxPerUnit);
  return {
    voi: voiRange && fromEngineRange(voiRange, voiFunction),
    invert,
    zoom: drawn ? pxPerUnit / fittedPxPerUnit(frame, element) : 1,
    // Taken from the mapping itself, so that flips and turns are in them.
    screen: frame.plane && drawn ? { right: unit(right), up: unit(up) } : undefined,
    edges: drawn ? edgeLetters(frame, unit(right), unit(up)) : undefined,
    pxPerMm: frame.pixelSpacing && drawn ? pxPerUnit : undefined,
    pixelScale: drawn ? pxPerUnit * frame.drawnSpacing.column * devicePixelRatio : undefined,
    rotation: viewport.getViewPresentation().rotation ?? 0,
    smooth: interpolationType !== Enums.InterpolationType.NEAREST,
    focalPoint: frame.plane && middle,
    viewPlaneNormal: frame.plane && (viewport.getCamera().viewPlaneNormal as Point3 | undefined),
  };
}

/** CSS pixels per millimetre (per pixel where the spacing is unknown) when the image fills the viewport. */
function fittedPxPerUnit(frame: FrameRef, element: HTMLDivElement): number {
  const { drawnSpacing, image } = frame;
  return Math.min(
    element.clientWidth / (image.columns * drawnSpacing.column),
    element.clientHeight / (image.rows * drawnSpacing.row),
  );
}

const unit = (vector: Point3): Point3 => scale(vector, 1 / length(vector));
