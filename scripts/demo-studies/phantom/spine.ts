import type { Solid } from '../geometry/index.ts';
import { Bar, Capsule, Ellipsoid, field, smoothMax } from '../geometry/index.ts';

/** Vertebrae from C6 to L2; z of the middle of the body and the height of one level (body and disc), mm. T5 is index 6. */
export interface Vertebra {
  name: string;
  z: number;
  heightMm: number;
  halfWidth: number;
  halfDepth: number;
}

const names = [
  'C6',
  'C7',
  'T1',
  'T2',
  'T3',
  'T4',
  'T5',
  'T6',
  'T7',
  'T8',
  'T9',
  'T10',
  'T11',
  'T12',
  'L1',
  'L2',
];
const heights = [17, 18, 19.5, 20.5, 21, 22, 22.5, 23, 24, 25, 26, 27, 28.5, 30, 32, 33];
const Z_OF_T5 = 4;
const DISC_MM = 4.5;

export const vertebrae: readonly Vertebra[] = (() => {
  const height = (i: number) => heights[i] ?? 25;
  const zOf = (i: number): number => {
    let z = Z_OF_T5;
    for (let k = 6; k > i; k--) z += (height(k) + height(k - 1)) / 2;
    for (let k = 6; k < i; k++) z -= (height(k) + height(k + 1)) / 2;
    return z;
  };
  return names.map((name, i) => ({
    name,
    z: zOf(i),
    heightMm: height(i),
    halfWidth: 14.5 + Math.abs(i - 4) * 0.55,
    halfDepth: 11.5 + i * 0.42,
  }));
})();

export function vertebraNamed(name: string): Vertebra {
  const found = vertebrae.find((vertebra) => vertebra.name === name);
  if (!found) throw new RangeError(`The phantom has no vertebra ${name}.`);
  return found;
}

/** y of the middle of the vertebral bodies: the thoracic kyphosis. */
export const spineY = (z: number): number => 65 - 0.0005 * (z + 75) ** 2;

/** y of the middle of the spinal canal behind the body. */
export const canalY = (v: Vertebra, z: number): number => spineY(z) + v.halfDepth + 8;

/** Section of a vertebral body: an ellipse, flat to hollow at the back, slightly waisted between its end plates. */
function bodySection(v: Vertebra, waist: number, x: number, y: number, z: number): number {
  const t = (z - v.z) / (v.heightMm / 2);
  const narrowing = waist * (1 - t * t);
  const [a, b] = [v.halfWidth - narrowing, v.halfDepth - narrowing * 0.7];
  const dy = y - spineY(z);
  const k = Math.sqrt((x / a) ** 2 + (dy / b) ** 2);
  const ellipse = (k - 1) * Math.min(a, b);
  return smoothMax(ellipse, dy - b + 2.5 - 0.006 * x * x, 3);
}

const body = (v: Vertebra): Solid =>
  field([0, spineY(v.z), v.z], v.halfWidth + v.heightMm / 2, (x, y, z) =>
    smoothMax(bodySection(v, 2, x, y, z), Math.abs(z - v.z) - (v.heightMm - DISC_MM) / 2, 1.5),
  );

const disc = (v: Vertebra): Solid => {
  const middle = v.z - v.heightMm / 2;
  return field([0, spineY(middle), middle], v.halfWidth + 4, (x, y, z) =>
    Math.max(bodySection(v, 0, x, y, z) + 0.4, Math.abs(z - middle) - DISC_MM / 2 - 0.5),
  );
};

/** Pedicles and laminae: a bony ring around the canal, complete only in the upper part of the level. */
const arch = (v: Vertebra): Solid => {
  const centre = canalY(v, v.z);
  return field([0, centre, v.z], v.heightMm, (x, y, z) => {
    const dy = y - canalY(v, z);
    const outer = (Math.sqrt((x / 15) ** 2 + (dy / 14.5) ** 2) - 1) * 14.5;
    const inner = (Math.sqrt((x / 9.5) ** 2 + (dy / 8.5) ** 2) - 1) * 8.5;
    const level = z - (v.z + v.heightMm * 0.12) + Math.max(0, dy) * 0.45;
    return smoothMax(smoothMax(outer, -inner, 1), Math.abs(level) - v.heightMm * 0.25, 2);
  });
};

function processes(v: Vertebra): Solid[] {
  const y = canalY(v, v.z);
  const back = v.name.startsWith('T') ? 1 : 0.3;
  const side = v.name.startsWith('T') ? 31 : 24;
  return [
    new Bar([0, y + 12, v.z - 2], [0, y + 27, v.z - 3 - 14 * back], [1, 0, 0], 3, 5.5),
    ...[-1, 1].flatMap((s) => [
      new Capsule([s * 12, y + 5, v.z + 2], [s * side, y + 13 * back, v.z + 5], 4.6, 4.2),
      new Ellipsoid([s * 13, y + 6, v.z - v.heightMm * 0.42], [4.5, 5.5, 8]),
    ]),
  ];
}

/** Bone of the spine; cortex and marrow come from the distance to the surface. */
export const spineBone: readonly Solid[] = vertebrae.flatMap((v) => [body(v), arch(v), ...processes(v)]);
export const discs: readonly Solid[] = vertebrae.map(disc);

/** The spinal canal from end to end: fluid around the cord; `radius` mm gives either. */
export const spinalCanal = (radius: number): Solid[] =>
  vertebrae.slice(0, -1).map((v, i) => {
    const next = vertebrae[i + 1] ?? v;
    return new Capsule([0, canalY(v, v.z), v.z], [0, canalY(next, next.z), next.z], radius);
  });

/** How far a point is from the bony column that the lungs lie against, mm. */
export function columnDistance(x: number, y: number, z: number): number {
  const dy = y - spineY(z);
  const bodies = (Math.sqrt((x / 19) ** 2 + (dy / 17) ** 2) - 1) * 17;
  const behind = Math.max(Math.abs(x) - 17 - 0.12 * Math.max(0, dy), -dy);
  return Math.min(bodies, behind);
}
