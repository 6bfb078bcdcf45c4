import { addScaled, type Point3 } from '../geometry/vector.ts';
import type { DisplayedArea } from '../reports/stateDisplay.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { displayPlane } from './sampleFrame.ts';

/** What of a view is needed to show a part of its image. */
export interface AreaView {
  readonly element: HTMLElement;
  readonly state: { zoom: number; pixelScale: number | undefined };
  worldToCanvas(point: Point3): [number, number] | undefined;
  /** Moves by CSS pixels. */
  moveBy(x: number, y: number): void;
  setCamera(camera: { zoom: number }): void;
}

/**
 * Shows the displayed area of a presentation state (PS3.3 C.10.4), however the image is turned: as large as the viewport allows,
 * or magnified as it says; in the middle.
 */
export function showArea(view: AreaView, frame: FrameRef, area: DisplayedArea): void {
  const { position, rowCosines, columnCosines, rowSpacing, columnSpacing } = displayPlane(frame);
  // Corners of the area: edges of its outermost pixels, whose centres are at whole numbers from 0.
  const at = (column: number, row: number): [number, number] | undefined =>
    view.worldToCanvas(
      addScaled(
        addScaled(position, rowCosines, (column - 0.5) * columnSpacing),
        columnCosines,
        (row - 0.5) * rowSpacing,
      ),
    );
  const corners = (): [[number, number], [number, number]] | undefined => {
    const first = at(area.topLeft[0] - 1, area.topLeft[1] - 1);
    const last = at(area.bottomRight[0], area.bottomRight[1]);
    return first && last && [first, last];
  };
  const before = corners();
  const { clientWidth, clientHeight } = view.element;
  if (!before || clientWidth === 0 || clientHeight === 0) return;
  const [width, height] = [Math.abs(before[1][0] - before[0][0]), Math.abs(before[1][1] - before[0][1])];
  const { zoom, pixelScale } = view.state;
  const scale =
    area.mode === 'MAGNIFY' && area.magnification && pixelScale
      ? area.magnification / pixelScale
      : Math.min(clientWidth / width, clientHeight / height);
  view.setCamera({ zoom: zoom * scale });
  const after = corners();
  if (!after) return;
  view.moveBy(
    clientWidth / 2 - (after[0][0] + after[1][0]) / 2,
    clientHeight / 2 - (after[0][1] + after[1][1]) / 2,
  );
}
