import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import type { EdgeLetters } from './edgeLetters.ts';
import type { Point3 } from '../geometry/vector.ts';

/** How true the picture is: still a stand-in, complete and bit-exact, or complete from a source that lost data. */
export type Fidelity = 'preview' | 'partial' | 'lossless' | 'lossy';

/** A window in modality values (PS3.3 C.11.2.1.2). */
export interface VoiWindow {
  center: number;
  width: number;
}

/** Why nothing can be shown where a slice was asked for. */
export interface ViewError {
  sliceIndex: number;
  /** `series`: the series as a whole could not be read. */
  stage: 'series' | 'fetch' | 'decode';
  message: string;
}

/** What a viewport shows now. A new object whenever anything in it changed. */
export interface ViewState {
  stack: Stack | undefined;
  /** The frame on the screen; absent until the first one is there. */
  frame: FrameRef | undefined;
  /** 0-based place of the shown frame in the stack. */
  sliceIndex: number;
  /** Where scrolling is heading; differs from `sliceIndex` while that slice is loading. */
  targetIndex: number;
  /** Absent while it is not known, as under a server's preview. Of a VOI LUT the window over all its inputs. */
  voi: VoiWindow | undefined;
  /** The VOI LUT that is shown instead of a window: its place among the image's choices, its explanation. */
  voiLut: { index: number; explanation: string } | undefined;
  invert: boolean;
  /** 1 is fitted to the viewport. */
  zoom: number;
  fidelity: Fidelity;
  error: ViewError | undefined;
  /** Directions of the screen in the patient: to the right and upwards; absent where the image has no place in the patient. */
  screen: { right: Point3; up: Point3 } | undefined;
  /** The letters at the edges of the picture; absent where the patient's directions are not known. */
  edges: EdgeLetters | undefined;
  /** CSS pixels for one millimetre; absent where the pixel spacing is unknown. */
  pxPerMm: number | undefined;
  /** Pixels of the screen (of the device) for one column of the image; 1 is 1:1. */
  pixelScale: number | undefined;
  /** Clockwise, degrees, from the way the image is stored. */
  rotation: number;
  /** Values between pixels are interpolated for the screen. */
  smooth: boolean;
  /** Patient coordinates of the middle of the viewport, mm. */
  focalPoint: Point3 | undefined;
  viewPlaneNormal: Point3 | undefined;
}

export const emptyViewState: ViewState = {
  stack: undefined,
  frame: undefined,
  sliceIndex: 0,
  targetIndex: 0,
  voi: undefined,
  voiLut: undefined,
  invert: false,
  zoom: 1,
  fidelity: 'preview',
  error: undefined,
  screen: undefined,
  edges: undefined,
  pxPerMm: undefined,
  pixelScale: undefined,
  rotation: 0,
  smooth: true,
  focalPoint: undefined,
  viewPlaneNormal: undefined,
};

/**
 * The state after a change: the same object when nothing is another. Figures, letters and points count by what they say and stay
 * the same objects where they say the same; all else counts by identity.
 */
export function changed(state: ViewState, change: Partial<ViewState>): ViewState {
  const others = Object.entries(change).filter(([name, value]) => {
    const before = state[name as keyof ViewState];
    if (Object.is(before, value)) return false;
    const isLarge = name === 'stack' || name === 'frame';
    return isLarge || JSON.stringify(before) !== JSON.stringify(value);
  });
  return others.length === 0 ? state : { ...state, ...Object.fromEntries(others) };
}
