import type { Types } from '@cornerstonejs/core';
import { addScaled, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { displayPlane } from './sampleFrame.ts';

/**
 * Between a viewport's CSS pixels and patient mm. On the CPU the engine takes the upper left edge of the first pixel for its
 * centre (it multiplies a distance from the edge by the spacing and adds Image Position); here both ways are right.
 */
export class ViewportMapping {
  readonly #viewport: Types.IStackViewport;
  readonly #pixelsFromEdge: number;

  constructor(viewport: Types.IStackViewport, cpu: boolean) {
    this.#viewport = viewport;
    this.#pixelsFromEdge = cpu ? 0.5 : 0;
  }

  toWorld(frame: FrameRef, x: number, y: number): Point3 {
    return shifted(frame, this.#viewport.canvasToWorld([x, y]), -this.#pixelsFromEdge);
  }

  toCanvas(frame: FrameRef, point: Point3): [number, number] {
    return this.#viewport.worldToCanvas([...shifted(frame, point, this.#pixelsFromEdge)]) as [number, number];
  }
}

function shifted(frame: FrameRef, point: Point3, pixels: number): Point3 {
  if (pixels === 0) return point;
  const { rowCosines, columnCosines, rowSpacing, columnSpacing } = displayPlane(frame);
  return addScaled(addScaled(point, rowCosines, pixels * columnSpacing), columnCosines, pixels * rowSpacing);
}
