/** A smooth curve through knots [position, value], flat beyond its ends (monotone where the knots are: PCHIP, Fritsch-Carlson). */
export function profile(knots: readonly (readonly [number, number])[]): (position: number) => number {
  const sorted = [...knots].sort((a, b) => a[0] - b[0]);
  const xs = Float64Array.from(sorted, (knot) => knot[0]);
  const ys = Float64Array.from(sorted, (knot) => knot[1]);
  const n = xs.length;
  const X = (i: number) => xs[i] ?? 0;
  const Y = (i: number) => ys[i] ?? 0;
  const secant = (i: number) => (Y(i + 1) - Y(i)) / (X(i + 1) - X(i));
  const slopes = new Float64Array(n);
  for (let i = 1; i + 1 < n; i++) {
    const [before, after] = [secant(i - 1), secant(i)];
    slopes[i] = before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  }
  return (position) => {
    if (position <= X(0)) return Y(0);
    if (position >= X(n - 1)) return Y(n - 1);
    let i = 0;
    while (position > X(i + 1)) i++;
    const h = X(i + 1) - X(i);
    const t = (position - X(i)) / h;
    const s = 1 - t;
    return (
      Y(i) * (1 + 2 * t) * s * s +
      Y(i + 1) * (3 - 2 * t) * t * t +
      h * (slopes[i] ?? 0) * t * s * s -
      h * (slopes[i + 1] ?? 0) * t * t * s
    );
  };
}

export const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value;

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
}

/** Union of two distances, rounded over `k` mm where they meet. */
export function smoothMin(a: number, b: number, k: number): number {
  const h = k - Math.abs(a - b);
  return h > 0 ? Math.min(a, b) - (h * h) / (4 * k) : Math.min(a, b);
}

export const smoothMax = (a: number, b: number, k: number): number => -smoothMin(-a, -b, k);
