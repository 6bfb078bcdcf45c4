import type { FrameRef } from '../series/frameRef.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { emptyViewState, type ViewState } from '../viewport/viewState.ts';

/** What a picture of the middle of a stack that the page painted itself shows, in the terms of a viewport. */
export function paintedViewState(stack: Stack, frame: FrameRef, more: Partial<ViewState>): ViewState {
  const sliceIndex = middleIndex(stack);
  const invert = frame.image.photometricInterpretation === 'MONOCHROME1';
  return { ...emptyViewState, stack, frame, sliceIndex, targetIndex: sliceIndex, invert, ...more };
}
