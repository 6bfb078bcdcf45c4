import type { Point3 } from './vector.ts';

/** Directions closer to an axis than this are not worth a letter (sine of about 10 degrees). */
const negligible = 0.17;

/**
 * The letters of Patient Orientation (PS3.3 C.7.6.1.1.1) for a direction in LPS: the greatest component
 * first, further ones where they matter, e.g. `AL` for a direction between anterior and left.
 */
export function orientationLetters(direction: Point3): string {
  const letters: [number, string][] = [
    [direction[0], direction[0] > 0 ? 'L' : 'R'],
    [direction[1], direction[1] > 0 ? 'P' : 'A'],
    [direction[2], direction[2] > 0 ? 'H' : 'F'],
  ];
  return letters
    .filter(([component]) => Math.abs(component) > negligible)
    .sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]))
    .map(([, letter]) => letter)
    .join('');
}
