import { indexToWorld, type FramePlane } from '../geometry/framePlane.ts';
import { subtract, type Point3 } from '../geometry/vector.ts';
import type { Registration } from './registration.ts';
import { translationBy } from './rigidMatrix.ts';

/** A slice that is shown, with the point of it that lies in the middle of the viewport (patient mm). */
export interface ShownSlice {
  readonly plane: FramePlane;
  readonly columns: number;
  readonly rows: number;
}

/**
 * The registration a reader sets by paging both exams to the same place: the shift that takes the middle of the slice
 * shown in the first to the middle of that shown in the second. Nothing is turned.
 */
export function fromSlices(first: ShownSlice, second: ShownSlice): Registration {
  return {
    matrix: translationBy(subtract(middleOf(second), middleOf(first))),
    quality: 'manual',
    reasons: [],
    method: 'manual',
    seconds: 0,
  };
}

const middleOf = ({ plane, columns, rows }: ShownSlice): Point3 =>
  indexToWorld(plane, (columns - 1) / 2, (rows - 1) / 2);
