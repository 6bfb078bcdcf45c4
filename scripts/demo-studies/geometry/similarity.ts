import type { Vec3 } from './vec3.ts';
import { normalise } from './vec3.ts';

/** A rotation and one scale factor (columns of a 3x3 matrix, row-major) followed by a translation in mm. */
export interface Similarity {
  readonly linear: readonly number[];
  readonly translation: Vec3;
}

/** 16 numbers, row-major, acting on column vectors (x, y, z, 1), as DICOM writes matrices (PS3.3 C.20.2.1.1). */
export type Matrix4 = readonly number[];

const at = (values: readonly number[], index: number): number => values[index] ?? 0;

export function similarity(scaleFactor: number, translation: Vec3): Similarity {
  return { linear: [scaleFactor, 0, 0, 0, scaleFactor, 0, 0, 0, scaleFactor], translation };
}

export function applyLinear(transform: Similarity, v: Vec3): Vec3 {
  const m = transform.linear;
  return [
    at(m, 0) * v[0] + at(m, 1) * v[1] + at(m, 2) * v[2],
    at(m, 3) * v[0] + at(m, 4) * v[1] + at(m, 5) * v[2],
    at(m, 6) * v[0] + at(m, 7) * v[1] + at(m, 8) * v[2],
  ];
}

export function apply(transform: Similarity, point: Vec3): Vec3 {
  const [x, y, z] = applyLinear(transform, point);
  const t = transform.translation;
  return [x + t[0], y + t[1], z + t[2]];
}

/** First `inner`, then `outer`. */
export function compose(outer: Similarity, inner: Similarity): Similarity {
  const column = (i: number): Vec3 =>
    applyLinear(outer, [at(inner.linear, i), at(inner.linear, i + 3), at(inner.linear, i + 6)]);
  const [a, b, c] = [column(0), column(1), column(2)];
  return {
    linear: [a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]],
    translation: apply(outer, inner.translation),
  };
}

export function invert(transform: Similarity): Similarity {
  const m = transform.linear;
  const squaredScale = at(m, 0) ** 2 + at(m, 3) ** 2 + at(m, 6) ** 2;
  const linear = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => at(m, i) / squaredScale);
  const [x, y, z] = applyLinear({ linear, translation: [0, 0, 0] }, transform.translation);
  return { linear, translation: [-x, -y, -z] };
}

/** Rotation by `degrees` about the line through `centre` along `axis` (right-handed), then a shift in mm. */
export function rigidAbout(centre: Vec3, axis: Vec3, degrees: number, shift: Vec3): Similarity {
  const [x, y, z] = normalise(axis);
  const angle = (degrees * Math.PI) / 180;
  const [s, c] = [Math.sin(angle), Math.cos(angle)];
  const k = 1 - c;
  const linear = [
    ...[c + x * x * k, x * y * k - z * s, x * z * k + y * s],
    ...[y * x * k + z * s, c + y * y * k, y * z * k - x * s],
    ...[z * x * k - y * s, z * y * k + x * s, c + z * z * k],
  ];
  const [rx, ry, rz] = applyLinear({ linear, translation: [0, 0, 0] }, centre);
  return {
    linear,
    translation: [centre[0] - rx + shift[0], centre[1] - ry + shift[1], centre[2] - rz + shift[2]],
  };
}

export function toMatrix4(transform: Similarity): Matrix4 {
  const m = transform.linear;
  const [x, y, z] = transform.translation;
  return [
    ...[at(m, 0), at(m, 1), at(m, 2), x],
    ...[at(m, 3), at(m, 4), at(m, 5), y],
    ...[at(m, 6), at(m, 7), at(m, 8), z],
    ...[0, 0, 0, 1],
  ];
}
