import type { LatticeNoise } from '../geometry/index.ts';
import { clamp, smoothstep } from '../geometry/index.ts';
import { aboveDiaphragm } from './abdomen.ts';
import type { SliceCanvas } from './canvas.ts';
import { FAR } from './canvas.ts';
import { fissureDistance, lungDistance, lungValue } from './lungs.ts';
import { lungObstacles } from './mediastinum.ts';
import { tissues } from './tissues.ts';
import { HIGHEST_Z, cage, fatThickness, skinDistance } from './trunk.ts';

/** How uneven tissue is at a point, 0 to 1: the surroundings of landmarks are kept even, so that their HU is exactly the tissue's. */
export type Evenness = (x: number, y: number, z: number) => number;

export interface TrunkMaps {
  /** 0 outside the lungs to 1 inside, per pixel: where vessels and bronchi may be painted. */
  lungShare: Float32Array;
  /** Distance to the skin in mm per pixel, negative inside; FAR well outside. */
  skin: Float32Array;
}

const OBSTACLE_MARGIN_MM = 14;
const obstacles = lungObstacles();

/** Muscles are bundles with fat between them: thin sheets where a stretched noise passes through zero, wider in places. */
function wallValue(
  noise: LatticeNoise,
  even: number,
  fromPleura: number,
  x: number,
  y: number,
  z: number,
): number {
  const bundles =
    noise.at(x * 0.042, y * 0.042 + 31, z * 0.016) + 0.35 * noise.at(x * 0.1, y * 0.1, z * 0.03 + 7);
  const sheet = noise.at(x * 0.02 + 5, y * 0.02, z * 0.012 + 17);
  const between = 1 - smoothstep(0.02, 0.085, Math.abs(bundles));
  const depth = fromPleura - 15.5 - 4 * sheet;
  const plane = (1 - smoothstep(0.5, 1.5, Math.abs(depth))) * smoothstep(-0.35, 0.2, sheet + 0.2);
  const deepPlane = 1 - smoothstep(0.3, 1.1, Math.abs(fromPleura - 1.1));
  const fat = clamp(Math.max(between * smoothstep(8, 14, fromPleura) * 0.85, plane, deepPlane * 0.75), 0, 1);
  const muscle = tissues.muscle + 5 * even * noise.at(x * 0.3, y * 0.3, z * 0.12);
  return muscle + (tissues.fat - muscle) * fat * even;
}

function fatValue(noise: LatticeNoise, even: number, x: number, y: number, z: number): number {
  const septa = 1 - smoothstep(0, 0.05, Math.abs(noise.at(x * 0.085, y * 0.085 + 3, z * 0.05)));
  return tissues.fat + even * (5 * noise.at(x * 0.12, y * 0.12, z * 0.08) + 22 * septa);
}

function lungTexture(noise: LatticeNoise, even: number, x: number, y: number, z: number): number {
  const fissure = fissureDistance(x, y, z);
  const sheet = fissure < 1.3 ? (1 - smoothstep(0.15, 1.3, fissure)) * 150 : 0;
  const lobules = 13 * noise.at(x * 0.16, y * 0.16, z * 0.14) + 9 * noise.at(x * 0.45, y * 0.45, z * 0.35);
  return lungValue(y) + even * (sheet + lobules);
}

/** Paints skin, fat, chest wall, the fat of mediastinum and abdomen, the diaphragm and the lungs: all that fills space. */
export function paintTrunk(canvas: SliceCanvas, noise: LatticeNoise, evenness: Evenness): TrunkMaps {
  const nearest = canvas.add(obstacles, OBSTACLE_MARGIN_MM).takeLayer();
  const lungShare = new Float32Array(canvas.hu.length);
  const skinMap = new Float32Array(canvas.hu.length).fill(FAR);
  const { hu } = canvas;
  canvas.forEachPixel((i, x, y, z) => {
    const skin = skinDistance(x, y, clamp(z, -250, HIGHEST_Z));
    skinMap[i] = skin;
    const body = canvas.coverage(skin);
    if (body === 0) {
      hu[i] = tissues.air;
      return;
    }
    const even = evenness(x, y, z);
    let value: number;
    const fromPleura = cage.distance(x, y, z);
    const fat = fatThickness(noise, x, y, z);
    if (fromPleura > 2) {
      const muscleShare = canvas.coverage(skin + fat);
      value = 0;
      if (muscleShare < 1) value += (1 - muscleShare) * fatValue(noise, even, x, y, z);
      if (muscleShare > 0) value += muscleShare * wallValue(noise, even, fromPleura, x, y, z);
      if (skin > -2.6) {
        const dermis = canvas.coverage(-skin - 1.7);
        value += (tissues.skin - value) * dermis;
      }
    } else {
      const share = canvas.coverage(lungDistance(Math.min(nearest[i] ?? FAR, OBSTACLE_MARGIN_MM), x, y, z));
      lungShare[i] = share;
      value = 0;
      if (share < 1) value += (1 - share) * softInside(canvas, noise, even, fromPleura, x, y, z);
      if (share > 0) value += share * lungTexture(noise, even, x, y, z);
    }
    hu[i] = tissues.air + (value - tissues.air) * body;
  });
  return { lungShare, skin: skinMap };
}

function softInside(
  canvas: SliceCanvas,
  noise: LatticeNoise,
  even: number,
  fromPleura: number,
  x: number,
  y: number,
  z: number,
): number {
  const above = aboveDiaphragm(x, y, z);
  const fat = fatValue(noise, even, x, y, z);
  const inner =
    fat + (wallValue(noise, even, fromPleura, x, y, z) - fat) * canvas.coverage(-fromPleura - 0.5);
  if (above > 1 || above < -5) return inner;
  const muscle = canvas.coverage(Math.abs(above + 1.7) - 1.7);
  return inner + (tissues.muscle - inner) * muscle;
}
