import { overlayPlanes, readShutter, type OverlayPlane, type Shutter } from '../../../pixels/index.ts';
import { displayOn, type PresentationState } from '../reports/presentationState.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** What lies over the picture of a frame: its shutter and its overlays, or those of the presentation state it is shown with. */
export interface FrameCover {
  shutter: Shutter | undefined;
  /** The overlay whose ones are covered, of a bitmap shutter. */
  shutterPlane: OverlayPlane | undefined;
  overlays: readonly OverlayPlane[];
}

const nothing: FrameCover = { shutter: undefined, shutterPlane: undefined, overlays: [] };
const own = new WeakMap<FrameRef, FrameCover>();

/** Computed pictures have nothing over them: shutters and overlays are of the stored image. */
export function frameCover(frame: FrameRef, state: PresentationState | undefined): FrameCover {
  if (frame.derived) return nothing;
  const display = state && displayOn(state, frame);
  if (!display) {
    const known =
      own.get(frame) ?? arranged(readShutter(frame.instance, aspectOf(frame)), overlayPlanes(frame.instance));
    own.set(frame, known);
    return known;
  }
  // PS3.3 C.11.7: of the image's own overlays those that the state activates; its shutter is not used.
  const activated = overlayPlanes(frame.instance).filter(({ group }) => display.activated.includes(group));
  const onSquare = display.shutter;
  const shutter = onSquare && {
    ...onSquare,
    shapes: onSquare.shapes.map((shape) =>
      shape.kind === 'circle' ? { ...shape, rows: shape.columns / aspectOf(frame) } : shape,
    ),
  };
  return arranged(shutter, [...display.overlays, ...activated]);
}

const aspectOf = ({ drawnSpacing }: FrameRef): number => drawnSpacing.row / drawnSpacing.column;

function arranged(shutter: Shutter | undefined, planes: readonly OverlayPlane[]): FrameCover {
  const isShutter = ({ group }: OverlayPlane): boolean => group === shutter?.overlayGroup;
  return {
    shutter,
    shutterPlane: planes.find(isShutter),
    overlays: planes.filter((plane) => !isShutter(plane)),
  };
}
