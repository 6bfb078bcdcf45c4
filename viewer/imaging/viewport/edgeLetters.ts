import { strings } from '../../dicomweb/index.ts';
import { orientationLetters } from '../geometry/orientationLetters.ts';
import { dot, scale, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { displayPlane } from './sampleFrame.ts';

/** What lies beyond the edges of a picture, in the letters of Patient Orientation; empty where it is not known. */
export interface EdgeLetters {
  top: string;
  bottom: string;
  left: string;
  right: string;
}

/** Of bipeds and quadrupeds (PS3.3 C.7.6.1.1.1). */
const opposites: Record<string, string> = {
  LE: 'RT',
  RT: 'LE',
  CR: 'CD',
  CD: 'CR',
  PR: 'DI',
  DI: 'PR',
  A: 'P',
  P: 'A',
  L: 'R',
  R: 'L',
  H: 'F',
  F: 'H',
  D: 'V',
  V: 'D',
};

/** Directions closer to an axis of the image than this are along it (sine of about 10 degrees). */
const negligible = 0.17;

/**
 * The letters at the four edges: from the place in the patient where the image has one, else from Patient Orientation (0020,0020),
 * which names where its rows and columns lead. Undefined where neither is known.
 * @param right unit vector of the screen in the space the frame is drawn in
 */
export function edgeLetters(frame: FrameRef, right: Point3, up: Point3): EdgeLetters | undefined {
  if (frame.plane) return lettersAround(right, up);
  const [alongRow, alongColumn] = strings(frame.instance, '00200020');
  if (frame.derived || !alongRow || !alongColumn) return undefined;
  const { rowCosines, columnCosines } = displayPlane(frame);
  const letters = (direction: Point3): string => {
    const parts: [number, string][] = [
      [dot(direction, rowCosines), alongRow],
      [dot(direction, columnCosines), alongColumn],
    ];
    return parts
      .filter(([component]) => Math.abs(component) > negligible)
      .sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]))
      .map(([component, name]) => (component > 0 ? name : opposite(name)))
      .join('');
  };
  return around(letters, right, up);
}

/** The letters at the edges of a view into the patient. */
export const lettersAround = (right: Point3, up: Point3): EdgeLetters =>
  around(orientationLetters, right, up);

function around(letters: (direction: Point3) => string, right: Point3, up: Point3): EdgeLetters {
  return {
    top: letters(up),
    bottom: letters(scale(up, -1)),
    left: letters(scale(right, -1)),
    right: letters(right),
  };
}

/** `PF` -> `AH`, `RT` -> `LE`; what has no opposite is left out. */
function opposite(name: string): string {
  const letters = name.toUpperCase();
  if (letters.length > 1 && opposites[letters]) return opposites[letters];
  return [...letters].map((letter) => opposites[letter] ?? '').join('');
}
