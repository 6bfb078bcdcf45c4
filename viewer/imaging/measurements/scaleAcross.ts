import type { FrameRef } from '../series/frameRef.ts';
import { spacingAt } from './spacingAt.ts';
import { regionsAgree } from './ultrasoundRegions.ts';

/** Spacings are written with few digits. */
const relativeSlack = 1e-3;

/**
 * Millimetres for the width of a column, as measuring has it; undefined where no single figure holds all over the picture and
 * in all directions of it: no spacing, ultrasound regions that differ, or pixels of another shape than they are drawn with.
 * @param userFactor mm for one unit of the frame's drawn spacing, where a reader has calibrated the series
 */
export function scaleAcross(frame: FrameRef, userFactor: number | undefined): number | undefined {
  if (userFactor === undefined && !regionsAgree(frame.instance)) return undefined;
  const { row, column, unit } = spacingAt(frame, [], userFactor);
  const drawn = frame.drawnSpacing.row / frame.drawnSpacing.column;
  const asDrawn = Math.abs(row / column - drawn) <= relativeSlack * drawn;
  return unit === 'mm' && asDrawn ? column : undefined;
}
