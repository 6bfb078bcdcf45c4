import type { Point3 } from '../../viewer/imaging/geometry/vector.ts';
import { compose, inverse, mapPoint, rotationDegrees } from '../../viewer/imaging/registration/index.ts';
import type { RigidMatrix } from '../../viewer/imaging/registration/index.ts';

/** How far a registration is from the truth. */
export interface RegistrationError {
  /** At the worst of the places. */
  readonly mm: number;
  readonly degrees: number;
}

/** @param places of the first exam, patient mm */
export function errorOf(
  found: RigidMatrix,
  truth: RigidMatrix,
  places: readonly Point3[],
): RegistrationError {
  const distances = places.map((place) => {
    const [a, b] = [mapPoint(found, place), mapPoint(truth, place)];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  });
  return { mm: Math.max(...distances), degrees: rotationDegrees(compose(found, inverse(truth))) };
}
