import { edges, type PlanePoint } from './planeFigures.ts';

/**
 * A region as runs of pixels: for a row, pairs of first and last column (both in it, not yet cut to the image), or
 * nothing. Points are in pixels: (0, 0) is the centre of the first one. A pixel belongs to the region when its centre
 * lies inside or on the outline.
 */
export interface Region {
  firstRow: number;
  lastRow: number;
  spans(row: number): readonly (readonly [number, number])[];
}

/** Rounding of a coordinate must not decide about a centre that lies on the outline. */
const slack = 1e-7;

/** The ellipse with the ends of one axis (`a`, `b`) and of the other (`c`, `d`), however turned or sheared. */
export function ellipseRegion(a: PlanePoint, b: PlanePoint, c: PlanePoint, d: PlanePoint): Region {
  // Every point is centre + s p + t q with s² + t² <= 1; solved for a row, that is a quadratic inequality in x.
  const [px, py, qx, qy] = [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2, (d[0] - c[0]) / 2, (d[1] - c[1]) / 2];
  const [cx, cy] = [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4];
  const determinant = px * qy - py * qx;
  const halfHeight = Math.hypot(py, qy);
  return {
    firstRow: Math.ceil(cy - halfHeight - slack),
    lastRow: Math.floor(cy + halfHeight + slack),
    spans: (row) => {
      if (determinant === 0) return [];
      const y = row - cy;
      const [s1, s0] = [qy / determinant, (-qx * y) / determinant];
      const [t1, t0] = [-py / determinant, (px * y) / determinant];
      const square = s1 * s1 + t1 * t1;
      const mean = -(s1 * s0 + t1 * t0) / square;
      const rest = mean * mean - (s0 * s0 + t0 * t0 - 1) / square;
      if (rest < -slack) return [];
      const half = Math.sqrt(Math.max(0, rest));
      return spanBetween(cx + mean - half, cx + mean + half);
    },
  };
}

/** A closed polygon; where its outline crosses itself, what is surrounded twice is outside (even-odd rule). */
export function polygonRegion(points: readonly PlanePoint[]): Region {
  const ys = points.map(([, y]) => y);
  const sides = edges(points);
  return {
    firstRow: Math.ceil(Math.min(...ys) - slack),
    lastRow: Math.floor(Math.max(...ys) + slack),
    spans: (row) => {
      const crossings: number[] = [];
      const onOutline: (readonly [number, number])[] = [];
      for (const [[x0, y0], [x1, y1]] of sides) {
        if (Math.abs(y0 - row) <= slack && Math.abs(y1 - row) <= slack)
          onOutline.push(...spanBetween(Math.min(x0, x1), Math.max(x0, x1)));
        else if (Math.abs(y0 - row) <= slack) onOutline.push(...spanBetween(x0, x0));
        if (y0 <= row !== y1 <= row) crossings.push(x0 + ((row - y0) / (y1 - y0)) * (x1 - x0));
      }
      crossings.sort((a, b) => a - b);
      const inside: (readonly [number, number])[] = [];
      for (let i = 0; i + 1 < crossings.length; i += 2)
        inside.push(...spanBetween(crossings[i] as number, crossings[i + 1] as number));
      return merged([...inside, ...onOutline]);
    },
  };
}

function spanBetween(left: number, right: number): (readonly [number, number])[] {
  const [first, last] = [Math.ceil(left - slack), Math.floor(right + slack)];
  return first <= last ? [[first, last]] : [];
}

/** No pixel may be counted twice. */
function merged(spans: (readonly [number, number])[]): (readonly [number, number])[] {
  spans.sort((a, b) => a[0] - b[0]);
  const result: (readonly [number, number])[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span[0] <= last[1] + 1) result[result.length - 1] = [last[0], Math.max(last[1], span[1])];
    else result.push(span);
  }
  return result;
}
