/** A point of the image plane, in mm or, where there are none, in columns: x along a row, y along a column. */
export type PlanePoint = readonly [number, number];

export const difference = (a: PlanePoint, b: PlanePoint): PlanePoint => [a[0] - b[0], a[1] - b[1]];
export const sum = (a: PlanePoint, b: PlanePoint, factor = 1): PlanePoint => [
  a[0] + factor * b[0],
  a[1] + factor * b[1],
];
export const middle = (a: PlanePoint, b: PlanePoint): PlanePoint => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
export const distance = (a: PlanePoint, b: PlanePoint): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
export const crossProduct = (a: PlanePoint, b: PlanePoint): number => a[0] * b[1] - a[1] * b[0];
export const dotProduct = (a: PlanePoint, b: PlanePoint): number => a[0] * b[0] + a[1] * b[1];

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** Between the arms from `vertex` to `a` and to `b`: 0 to 180 degrees; 0 where an arm has no length. */
export function angleDegrees(a: PlanePoint, vertex: PlanePoint, b: PlanePoint): number {
  const [u, v] = [difference(a, vertex), difference(b, vertex)];
  return degrees(Math.atan2(Math.abs(crossProduct(u, v)), dotProduct(u, v)));
}

/** Between two straight lines, which have no direction: 0 to 90 degrees. */
export function cobbDegrees(a: PlanePoint, b: PlanePoint, c: PlanePoint, d: PlanePoint): number {
  const [u, v] = [difference(b, a), difference(d, c)];
  return degrees(Math.atan2(Math.abs(crossProduct(u, v)), Math.abs(dotProduct(u, v))));
}

/** Of the ellipse with the ends of one axis and of the other. */
export function ellipseArea(a: PlanePoint, b: PlanePoint, c: PlanePoint, d: PlanePoint): number {
  return (Math.PI / 4) * Math.abs(crossProduct(difference(b, a), difference(d, c)));
}

/** Of a closed polygon (shoelace formula); parts that a self-crossing outline runs round the other way count negative. */
export function polygonArea(points: readonly PlanePoint[]): number {
  return Math.abs(edges(points).reduce((area, [a, b]) => area + crossProduct(a, b), 0)) / 2;
}

/** Length of a closed outline. */
export function polygonPerimeter(points: readonly PlanePoint[]): number {
  return edges(points).reduce((length, [a, b]) => length + distance(a, b), 0);
}

/** From each point to the next, and from the last to the first. */
export function edges<Point>(points: readonly Point[]): [Point, Point][] {
  return points.map((point, index) => [point, points[(index + 1) % points.length] as Point]);
}
