import type { Vec3 } from './vec3.ts';
import { cross, distance, length, mix, normalise, rejectFrom, subtract } from './vec3.ts';

/** A body of which the signed distance in mm is known (negative inside), at least near its surface, and a sphere around it. */
export interface Solid {
  readonly centre: Vec3;
  /** Radius in mm of a sphere about `centre` that holds the whole solid. */
  readonly radius: number;
  distance(x: number, y: number, z: number): number;
  /** Lowers `layer[first..last]` to the distances of points from (x, y, z) on, `step` apart: one call for a row of pixels. */
  uniteRow(
    layer: Float32Array,
    first: number,
    last: number,
    x: number,
    y: number,
    z: number,
    step: Vec3,
  ): void;
}

/** A tube between two points whose radius changes linearly, with round ends. */
export class Capsule implements Solid {
  readonly centre: Vec3;
  readonly radius: number;
  readonly #start: Vec3;
  readonly #along: Vec3;
  readonly #inverseSquaredLength: number;
  readonly #startRadius: number;
  readonly #radiusChange: number;

  constructor(start: Vec3, end: Vec3, startRadius: number, endRadius: number = startRadius) {
    this.#start = start;
    this.#along = subtract(end, start);
    const l = length(this.#along);
    this.#inverseSquaredLength = l > 0 ? 1 / (l * l) : 0;
    this.#startRadius = startRadius;
    this.#radiusChange = endRadius - startRadius;
    this.centre = mix(start, end, 0.5);
    this.radius = l / 2 + Math.max(startRadius, endRadius);
  }

  distance(x: number, y: number, z: number): number {
    const s = this.#start;
    const a = this.#along;
    const px = x - s[0];
    const py = y - s[1];
    const pz = z - s[2];
    let t = (px * a[0] + py * a[1] + pz * a[2]) * this.#inverseSquaredLength;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const dx = px - t * a[0];
    const dy = py - t * a[1];
    const dz = pz - t * a[2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz) - this.#startRadius - t * this.#radiusChange;
  }

  uniteRow(
    layer: Float32Array,
    first: number,
    last: number,
    x: number,
    y: number,
    z: number,
    step: Vec3,
  ): void {
    const [sx, sy, sz] = step;
    for (let i = first, n = 0; i <= last; i++, n++) {
      const d = this.distance(x + n * sx, y + n * sy, z + n * sz);
      if (d < (layer[i] ?? 0)) layer[i] = d;
    }
  }
}

/** Distance to an ellipsoid with half axes 1/i, 1/j, 1/k (Quilez's bound: exact in sign, close near the surface). */
function ellipsoidDistance(u: number, v: number, w: number, i: number, j: number, k: number): number {
  const a = u * i;
  const b = v * j;
  const c = w * k;
  const k0 = Math.sqrt(a * a + b * b + c * c);
  const k1 = Math.sqrt(a * a * i * i + b * b * j * j + c * c * k * k);
  return k1 > 0 ? (k0 * (k0 - 1)) / k1 : -1 / Math.max(i, j, k);
}

/** An ellipsoid with half axes in mm, turned about z by `turnDegrees` (from x towards y). */
export class Ellipsoid implements Solid {
  readonly centre: Vec3;
  readonly radius: number;
  readonly #inverse: Vec3;
  readonly #cosine: number;
  readonly #sine: number;

  constructor(centre: Vec3, halfAxes: Vec3, turnDegrees = 0) {
    this.centre = centre;
    this.radius = Math.max(...halfAxes);
    this.#inverse = [1 / halfAxes[0], 1 / halfAxes[1], 1 / halfAxes[2]];
    this.#cosine = Math.cos((turnDegrees * Math.PI) / 180);
    this.#sine = Math.sin((turnDegrees * Math.PI) / 180);
  }

  distance(x: number, y: number, z: number): number {
    const px = x - this.centre[0];
    const py = y - this.centre[1];
    const u = px * this.#cosine + py * this.#sine;
    const v = py * this.#cosine - px * this.#sine;
    return ellipsoidDistance(u, v, z - this.centre[2], this.#inverse[0], this.#inverse[1], this.#inverse[2]);
  }

  uniteRow(
    layer: Float32Array,
    first: number,
    last: number,
    x: number,
    y: number,
    z: number,
    step: Vec3,
  ): void {
    const [sx, sy, sz] = step;
    for (let i = first, n = 0; i <= last; i++, n++) {
      const d = this.distance(x + n * sx, y + n * sy, z + n * sz);
      if (d < (layer[i] ?? 0)) layer[i] = d;
    }
  }
}

/** A flat bar between two points: elliptical in section, `thin` mm to each side along `thinDirection`, `tall` mm across it. */
export class Bar implements Solid {
  readonly centre: Vec3;
  readonly radius: number;
  readonly #start: Vec3;
  readonly #along: Vec3;
  readonly #axis: Vec3;
  readonly #thinAxis: Vec3;
  readonly #tallAxis: Vec3;
  readonly #inverseSquaredLength: number;
  readonly #inverseThin: number;
  readonly #inverseTall: number;

  constructor(start: Vec3, end: Vec3, thinDirection: Vec3, thin: number, tall: number) {
    this.#start = start;
    this.#along = subtract(end, start);
    const l = distance(start, end);
    this.#axis = normalise(this.#along);
    this.#thinAxis = normalise(rejectFrom(thinDirection, this.#axis));
    this.#tallAxis = cross(this.#axis, this.#thinAxis);
    this.#inverseSquaredLength = 1 / (l * l);
    this.#inverseThin = 1 / thin;
    this.#inverseTall = 1 / tall;
    this.centre = mix(start, end, 0.5);
    this.radius = l / 2 + Math.max(thin, tall);
  }

  distance(x: number, y: number, z: number): number {
    const s = this.#start;
    const a = this.#along;
    const px = x - s[0];
    const py = y - s[1];
    const pz = z - s[2];
    let t = (px * a[0] + py * a[1] + pz * a[2]) * this.#inverseSquaredLength;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const dx = px - t * a[0];
    const dy = py - t * a[1];
    const dz = pz - t * a[2];
    const n = this.#thinAxis;
    const m = this.#tallAxis;
    const b = this.#axis;
    const u = dx * n[0] + dy * n[1] + dz * n[2];
    const v = dx * m[0] + dy * m[1] + dz * m[2];
    const w = dx * b[0] + dy * b[1] + dz * b[2];
    return ellipsoidDistance(u, v, w, this.#inverseThin, this.#inverseTall, this.#inverseThin);
  }

  uniteRow(
    layer: Float32Array,
    first: number,
    last: number,
    x: number,
    y: number,
    z: number,
    step: Vec3,
  ): void {
    const [sx, sy, sz] = step;
    for (let i = first, n = 0; i <= last; i++, n++) {
      const d = this.distance(x + n * sx, y + n * sy, z + n * sz);
      if (d < (layer[i] ?? 0)) layer[i] = d;
    }
  }
}

/** Any signed distance function, confined to a sphere. */
export function field(centre: Vec3, radius: number, distanceMm: Solid['distance']): Solid {
  return {
    centre,
    radius,
    distance: distanceMm,
    uniteRow: (layer, first, last, x, y, z, [sx, sy, sz]) => {
      for (let i = first, n = 0; i <= last; i++, n++) {
        const d = distanceMm(x + n * sx, y + n * sy, z + n * sz);
        if (d < (layer[i] ?? 0)) layer[i] = d;
      }
    },
  };
}

/** Capsules along a curve (Catmull-Rom through the points), each point with its radius in mm. */
export function tube(points: readonly (readonly [number, number, number, number])[], steps = 5): Capsule[] {
  const capsules: Capsule[] = [];
  const point = (i: number) => points[Math.min(Math.max(i, 0), points.length - 1)] ?? [0, 0, 0, 0];
  let previous = point(0);
  for (let i = 0; i + 1 < points.length; i++) {
    for (let step = 1; step <= steps; step++) {
      const next = catmullRom(point(i - 1), point(i), point(i + 1), point(i + 2), step / steps);
      capsules.push(
        new Capsule(
          [previous[0], previous[1], previous[2]],
          [next[0], next[1], next[2]],
          previous[3],
          next[3],
        ),
      );
      previous = next;
    }
  }
  return capsules;
}

type Vec4 = readonly [number, number, number, number];

function catmullRom(a: Vec4, b: Vec4, c: Vec4, d: Vec4, t: number): Vec4 {
  const on = (i: 0 | 1 | 2 | 3) =>
    b[i] +
    0.5 *
      t *
      (c[i] - a[i] + t * (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i] + t * (3 * (b[i] - c[i]) + d[i] - a[i])));
  return [on(0), on(1), on(2), on(3)];
}

/** The same solid seen in a mirror at x = 0. */
export function mirrored(solid: Solid): Solid {
  const [x, y, z] = solid.centre;
  return field([-x, y, z], solid.radius, (px, py, pz) => solid.distance(-px, py, pz));
}
