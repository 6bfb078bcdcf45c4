import { dot } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import type { ViewState } from '../viewport/viewState.ts';

/** What of a viewport others follow. */
export interface ViewSnapshot {
  readonly stack: Stack | undefined;
  readonly frame: FrameRef | undefined;
  readonly targetIndex: number;
  readonly window: readonly [number, number, number, boolean] | undefined;
  /** Scale and what is in the middle, in the plane: px/mm (or zoom), mm along rows and columns. */
  readonly camera: readonly number[];
  /** How the picture lies: directions of the screen in the patient, or rotation. */
  readonly turn: readonly number[];
}

export function snapshotOf(state: ViewState): ViewSnapshot {
  const { stack, frame, targetIndex, voi, voiLut, invert, focalPoint, screen } = state;
  const plane = frame?.plane;
  return {
    stack,
    frame,
    targetIndex,
    window: voi && [voi.center, voi.width, voiLut?.index ?? -1, invert],
    camera: [
      state.pxPerMm ?? state.zoom,
      ...(plane && focalPoint
        ? [dot(focalPoint, plane.rowCosines), dot(focalPoint, plane.columnCosines)]
        : []),
    ],
    turn: screen ? [...screen.right, ...screen.up] : [state.rotation],
  };
}

export const sameWindow = (a: ViewSnapshot, b: ViewSnapshot): boolean =>
  a.window === b.window ||
  (a.window !== undefined &&
    b.window !== undefined &&
    a.window.every((value, index) => near(Number(value), Number(b.window?.[index]), 1e-3)));

/** The engine computes its camera in its own way: what differs by less than a tenth of a pixel is the same. */
export const sameCamera = (a: ViewSnapshot, b: ViewSnapshot): boolean => {
  const [scale = 1, ...middle] = a.camera;
  const [otherScale = 1, ...otherMiddle] = b.camera;
  return (
    middle.length === otherMiddle.length &&
    Math.abs(scale / otherScale - 1) < 1e-4 &&
    middle.every((mm, index) => near(mm, otherMiddle[index] ?? NaN, 0.1 / scale))
  );
};

export const sameTurn = (a: ViewSnapshot, b: ViewSnapshot): boolean =>
  a.turn.length === b.turn.length && a.turn.every((value, index) => near(value, b.turn[index] ?? NaN, 1e-3));

const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance;
