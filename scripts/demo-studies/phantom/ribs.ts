import type { Solid, Vec3 } from '../geometry/index.ts';
import {
  Bar,
  Capsule,
  Ellipsoid,
  cross,
  field,
  mirrored,
  normalise,
  profile,
  subtract,
  tube,
} from '../geometry/index.ts';
import { canalY, spineY, vertebraNamed } from './spine.ts';
import { cage } from './trunk.ts';

const WALL_MM = 6.2;

/** One line per rib: angle at which bone ends (degrees from the back), how far it has come down there, where cartilage meets the sternum. */
const ribTable: readonly (readonly [number, number, number | undefined])[] = [
  [148, 40, 52],
  [150, 60, 17],
  [150, 72, -8],
  [148, 82, -28],
  [145, 90, -48],
  [139, 98, -66],
  [131, 104, -80],
  [123, 104, undefined],
  [114, 97, undefined],
  [104, 84, undefined],
  [80, 58, undefined],
  [56, 38, undefined],
];

/** A point of the left chest wall, `angle` degrees from the back. */
function onWall(angle: number, z: number, outwardMm = WALL_MM): Vec3 {
  const radians = (angle * Math.PI) / 180;
  const [x, y] = [Math.sin(radians), Math.cos(radians)];
  const centre = cage.centreY(z);
  const r = cage.radius(x, centre + y, z) + outwardMm;
  return [x * r, centre + y * r, z];
}

interface RibPath {
  bone: Vec3[];
  cartilage: Vec3[];
}

function path(index: number): RibPath {
  const [endAngle, drop, sternalZ] = ribTable[index] ?? [90, 60, undefined];
  const v = vertebraNamed(`T${index + 1}`);
  const top = v.z + v.heightMm * 0.36;
  const headY = spineY(top) + v.halfDepth * 0.55;
  const bone: Vec3[] = [
    [v.halfWidth + 2, headY, top],
    [25, canalY(v, top) + 3, top + 1],
  ];
  const start = 26;
  const steps = 26;
  const zAt = (t: number) => top - drop * (0.42 * t + 0.58 * t ** 1.7);
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const angle = start + (endAngle - start) * t;
    bone.push(onWall(angle, zAt((angle - 10) / (endAngle - 10)), index === 0 ? 4 : WALL_MM));
  }
  const cartilage: Vec3[] = [];
  if (sternalZ !== undefined) {
    const from = zAt(1);
    for (let i = 0; i <= 8; i++) {
      const t = i / 8;
      cartilage.push(onWall(endAngle + (171 - endAngle) * t, from + (sternalZ - from) * t ** 1.3));
    }
  } else if (index < 10) {
    const from = zAt(1);
    for (let i = 0; i <= 8; i++) {
      const t = i / 8;
      cartilage.push(onWall(endAngle + 26 * t, from + 34 * t));
    }
  }
  return { bone, cartilage };
}

function bars(points: readonly Vec3[], thin: number, tall: (t: number) => number): Solid[] {
  const solids: Solid[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i], points[i + 1]];
    if (!a || !b) continue;
    const along = normalise(subtract(b, a));
    const outward = cross(along, normalise(cross([a[0], a[1] - cage.centreY(a[2]), 0], along)));
    solids.push(new Bar(a, b, outward, thin, tall(i / points.length)));
  }
  return solids;
}

const both = (solids: readonly Solid[]): Solid[] => [...solids, ...solids.map(mirrored)];
const ribPaths = ribTable.map((_, i) => path(i));

/** Each element is one pair of ribs. */
export const ribs: readonly Solid[][] = ribPaths.map(({ bone }, i) =>
  both(bars(bone, i === 0 ? 3.4 : 3.7, (t) => (i === 0 ? 6 : 5.2 + 1.6 * Math.min(1, t * 2.5)))),
);

export const costalCartilage: readonly Solid[] = ribPaths.flatMap(({ cartilage }) =>
  both(bars(cartilage, 4.6, () => 6.4)),
);

/** The sternum lies against the front of the cage: manubrium, body and xiphoid process. */
const sternalY = (z: number): number => cage.centreY(z) - cage.radius(0, -200, z) - 5.5;
const sternalHalfWidth = profile([
  [60, 27],
  [46, 30],
  [30, 20],
  [14, 15],
  [-20, 16],
  [-60, 19],
  [-82, 15],
  [-92, 8],
  [-108, 5],
]);

export const sternum: readonly Solid[] = [
  field([0, sternalY(-24), -24], 100, (x, y, z) => {
    const w = sternalHalfWidth(z);
    const dy = y - sternalY(z) - (x * x) / 220;
    const section = (Math.sqrt((x / w) ** 4 + (dy / 5.6) ** 4) ** 0.5 - 1) * 5.6;
    return Math.max(section, Math.abs(z + 24) - 82, 1.2 - Math.abs(z - 14));
  }),
];

const clavicle = tube([
  [16, sternalY(62) + 1, 60, 10],
  [32, sternalY(70) - 1, 68, 8],
  [62, -52, 84, 6],
  [95, -30, 101, 5.6],
  [124, 2, 114, 6],
  [146, 22, 121, 7],
]);

/** The blade of the shoulder as a fan of bars from its inner to its outer border; turned outwards since the arms are up. */
const blade: Solid[] = [];
for (let i = 0; i <= 14; i++) {
  const t = i / 14;
  const z = 78 - 126 * t;
  const inner: Vec3 = [84 + 30 * t, 94 - 2 * t, z];
  const outer: Vec3 = [142 - 22 * t ** 0.7, 42 + 46 * t, z];
  const middle: Vec3 = [(inner[0] + outer[0]) / 2 + 3, (inner[1] + outer[1]) / 2 + 4.5 * (1 - t), z];
  blade.push(
    new Bar(inner, middle, [0.6, 0.8, 0], 2.1, 6.4),
    new Bar(middle, outer, [0.6, 0.8, 0], 2.6, 6.4),
  );
}

export const shoulder: readonly Solid[] = both([
  ...blade,
  ...tube([
    [86, 92, 62, 4],
    [104, 84, 74, 5],
    [126, 64, 90, 6],
    [144, 46, 106, 7],
    [148, 30, 114, 7],
  ]),
  new Ellipsoid([143, 36, 84], [9, 13, 18]),
  new Ellipsoid([162, 20, 98], [22, 22, 22]),
  new Capsule([164, 18, 106], [182, 2, 190], 15, 11.5),
]);

export const clavicles: readonly Solid[] = both(clavicle);
