import { clamp } from './profile.ts';

/** A swelling of 1 at `centre` that fades over `width` degrees. */
export const swelling = (angle: number, centre: number, width: number): number =>
  Math.exp(-(((angle - centre) / width) ** 2));

/** What a horizontal section of the surface looks like: a superellipse, the same on both sides of x = 0. All in mm. */
export interface Section {
  halfWidth: number;
  front: number;
  back: number;
  centreY: number;
  frontExponent: number;
  backExponent: number;
  /** Factor on the radius at an angle in degrees, 0 at the back to 180 in front: hollows and swellings. */
  relief?: (angle: number) => number;
}

const ANGLES = 256;

/**
 * A closed surface around a vertical axis (trunk, rib cage): tabulated once, since a power per voxel would be most of the work.
 */
export class StarSurface {
  readonly #low: number;
  readonly #high: number;
  readonly #radii: Float32Array;
  readonly #centres: Float32Array;

  /** `section(z)` for z from `low` to `high`, one section per mm. */
  constructor(low: number, high: number, section: (z: number) => Section) {
    this.#low = low;
    this.#high = high;
    const levels = high - low + 1;
    this.#radii = new Float32Array(levels * (ANGLES + 1));
    this.#centres = new Float32Array(levels);
    for (let level = 0; level < levels; level++) {
      const s = section(low + level);
      this.#centres[level] = s.centreY;
      for (let i = 0; i <= ANGLES; i++) {
        const q = (2 * i) / ANGLES - 1;
        const [x, y] = [1 - Math.abs(q), q];
        const exponent = y < 0 ? s.frontExponent : s.backExponent;
        const across = (x / s.halfWidth) ** exponent;
        const along = (Math.abs(y) / (y < 0 ? s.front : s.back)) ** exponent;
        const radius = Math.hypot(x, y) / (across + along) ** (1 / exponent);
        const angle = (Math.atan2(x, y) * 180) / Math.PI;
        this.#radii[level * (ANGLES + 1) + i] = radius * (s.relief?.(angle) ?? 1);
      }
    }
  }

  centreY(z: number): number {
    const level = clamp(z, this.#low, this.#high) - this.#low;
    const i = Math.min(level | 0, this.#high - this.#low - 1);
    const t = level - i;
    return (this.#centres[i] ?? 0) * (1 - t) + (this.#centres[i + 1] ?? 0) * t;
  }

  /** Distance from the axis to the surface in the direction of (x, y), mm. */
  radius(x: number, y: number, z: number): number {
    const level = clamp(z, this.#low, this.#high) - this.#low;
    const i = Math.min(level | 0, this.#high - this.#low - 1);
    const t = level - i;
    const dy = y - this.centreY(z);
    const sum = Math.abs(x) + Math.abs(dy);
    const angle = sum > 0 ? (dy / sum + 1) * (ANGLES / 2) : 0;
    const j = Math.min(angle | 0, ANGLES - 1);
    const s = angle - j;
    const k = i * (ANGLES + 1) + j;
    const table = this.#radii;
    const lower = (table[k] ?? 0) * (1 - s) + (table[k + 1] ?? 0) * s;
    const upper = (table[k + ANGLES + 1] ?? 0) * (1 - s) + (table[k + ANGLES + 2] ?? 0) * s;
    return lower * (1 - t) + upper * t;
  }

  /** Distance along the ray from the axis, mm, negative inside; near enough to the true one for bodies that are not flat. */
  distance(x: number, y: number, z: number): number {
    const dy = y - this.centreY(z);
    return Math.sqrt(x * x + dy * dy) - this.radius(x, y, z);
  }
}
