import type { Line, PlanePoint } from '../../../imaging/index.ts';

export interface TextPlace {
  /** Upper left corner, CSS pixels. */
  x: number;
  y: number;
  /** The middle of the text's near side, where a leader line ends. */
  middle: PlanePoint;
}

const gap = 10;
const lineHeight = 17;

/**
 * Where the text of a measurement stands: where it was moved to, else to the right of the shape, to its left where the
 * viewport ends, below it where that is too narrow. Undefined where there is no text.
 */
export function placeText(
  points: readonly PlanePoint[],
  texts: readonly string[],
  width: number,
  moved: PlanePoint | undefined,
): TextPlace | undefined {
  if (texts.length === 0 || points.length === 0) return undefined;
  const [textWidth, height] = [Math.max(...texts.map(widthOf)), texts.length * lineHeight];
  if (moved) {
    const [x, y] = moved;
    const centre = points.reduce((total, [px]) => total + px, 0) / points.length;
    return { x, y, middle: [centre < x + textWidth / 2 ? x - 3 : x + textWidth + 3, y + height / 2] };
  }
  const rightmost = points.reduce((best, point) => (point[0] > best[0] ? point : best));
  const leftmost = points.reduce((best, point) => (point[0] < best[0] ? point : best));
  const fits = rightmost[0] + gap + textWidth <= width;
  const fitsLeft = leftmost[0] - gap - textWidth >= 0;
  const beside = fits || !fitsLeft ? rightmost : leftmost;
  const x = beside === rightmost ? rightmost[0] + gap : leftmost[0] - gap - textWidth;
  const below = Math.max(...points.map(([, py]) => py)) + gap;
  const y = fits || fitsLeft ? Math.max(2, beside[1] - height / 2) : below;
  return { x: Math.max(2, Math.min(x, width - textWidth - 2)), y, middle: [x, y + height / 2] };
}

/** The point of the lines (or of the points where there are none) nearest to a place. */
export function nearestOf(lines: readonly Line[], points: readonly PlanePoint[], to: PlanePoint): PlanePoint {
  const all = [...lines.flat(), ...points];
  const far = ([x, y]: PlanePoint): number => Math.hypot(x - to[0], y - to[1]);
  return all.reduce((best, point) => (far(point) < far(best) ? point : best), all[0] ?? to);
}

/** At most how wide 13 px text is: Han characters are square, others narrower. */
function widthOf(text: string): number {
  return [...text].reduce((total, letter) => total + (letter.codePointAt(0)! > 0x2e80 ? 13 : 8), 0);
}
