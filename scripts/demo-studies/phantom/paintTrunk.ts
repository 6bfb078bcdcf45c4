import type { LatticeNoise } from '../geometry/index.ts';
import { clamp, smoothMin, smoothstep } from '../geometry/index.ts';
import { aboveDiaphragm } from './abdomen.ts';
import type { SliceCanvas } from './canvas.ts';
import { FAR } from './canvas.ts';
import { CoarseMap } from './coarseMap.ts';
import type { Evenness } from './evenness.ts';
import { fissures, joinLung, lungValue } from './lungs.ts';
import { lungObstacles, septumDistance } from './mediastinum.ts';
import { columnDistance } from './spine.ts';
import { tissues } from './tissues.ts';
import { HIGHEST_Z, cage, fatThickness, skinDistance } from './trunk.ts';

export interface TrunkMaps {
  /** 0 outside the lungs to 1 inside, per pixel: where vessels and bronchi may be painted. */
  lungShare: Float32Array;
  /** Distance to the skin in mm per pixel, negative inside. */
  skin: Float32Array;
}

const OBSTACLE_MARGIN_MM = 14;
const SKIN_MM = 1.7;
const obstacles = lungObstacles();

/** What is known along one row of pixels; each line holds one value per column. */
function linesOf(canvas: SliceCanvas, noise: LatticeNoise) {
  const maps = {
    skin: new CoarseMap(canvas, (x, y, z) => skinDistance(x, y, clamp(z, -250, HIGHEST_Z))),
    pleura: new CoarseMap(canvas, (x, y, z) => cage.distance(x, y, z)),
    fat: new CoarseMap(canvas, (x, y, z) => fatThickness(noise, x, y, z)),
    partition: new CoarseMap(canvas, (x, y, z) =>
      smoothMin(columnDistance(x, y, z) - 3, septumDistance(x, y, z), 7),
    ),
    diaphragm: new CoarseMap(canvas, aboveDiaphragm),
    oblique: new CoarseMap(canvas, (x, y, z) => fissures(x, y, z).oblique),
    horizontal: new CoarseMap(canvas, (x, y, z) => fissures(x, y, z).horizontal),
    bundles: new CoarseMap(
      canvas,
      (x, y, z) =>
        noise.at(x * 0.042, y * 0.042 + 31, z * 0.016) + 0.35 * noise.at(x * 0.1, y * 0.1, z * 0.03 + 7),
    ),
    sheet: new CoarseMap(canvas, (x, y, z) => noise.at(x * 0.02 + 5, y * 0.02, z * 0.012 + 17)),
    septa: new CoarseMap(canvas, (x, y, z) => noise.at(x * 0.075, y * 0.075 + 3, z * 0.04)),
    lobules: new CoarseMap(canvas, (x, y, z) => noise.at(x * 0.13, y * 0.13, z * 0.12)),
  };
  const names = Object.keys(maps) as (keyof typeof maps)[];
  const lines = Object.fromEntries(names.map((name) => [name, new Float32Array(canvas.columns)])) as Record<
    keyof typeof maps,
    Float32Array
  >;
  return {
    lines,
    toRow: (row: number) => {
      for (const name of names) maps[name].rowInto(row, lines[name]);
    },
  };
}

/** Share of fat between the muscles: thin sheets where a stretched noise passes through zero, and two planes along the ribs. */
function fatBetween(fromPleura: number, bundles: number, sheet: number, z: number): number {
  const between = (1 - smoothstep(0.02, 0.085, Math.abs(bundles))) * smoothstep(8, 14, fromPleura) * 0.85;
  const depth = fromPleura - 15.5 - 4 * sheet;
  const plane =
    (1 - smoothstep(0.5, 1.5, Math.abs(depth))) * smoothstep(-0.35, 0.2, sheet + 0.2) * smoothstep(95, 55, z);
  const deepPlane = 0.75 * (1 - smoothstep(0.3, 1.1, Math.abs(fromPleura - 1.1)));
  return clamp(Math.max(between, plane, deepPlane), 0, 1);
}

const fatValue = (even: number, septa: number): number =>
  tissues.fat + even * (6 * septa + 20 * (1 - smoothstep(0, 0.05, Math.abs(septa))));

const wallValue = (even: number, fromPleura: number, bundles: number, sheet: number, z: number): number => {
  const muscle = tissues.muscle + 4 * even * sheet;
  return muscle + (tissues.fat - muscle) * fatBetween(fromPleura, bundles, sheet, z) * even;
};

/** Paints skin, fat, chest wall, the fat of mediastinum and abdomen, the diaphragm and the lungs: all that fills space. */
export function paintTrunk(canvas: SliceCanvas, noise: LatticeNoise, evenness: Evenness): TrunkMaps {
  const nearest = canvas.add(obstacles, OBSTACLE_MARGIN_MM).takeLayer();
  const { hu, rows, columns, origin: o, columnStep: c, rowStep: r } = canvas;
  const lungShare = canvas.buffers.take('lung share', hu.length).fill(0);
  const skinMap = canvas.buffers.take('skin', hu.length);
  const { lines, toRow } = linesOf(canvas, noise);

  const softInside = (column: number, even: number, fromPleura: number): number => {
    const above = lines.diaphragm[column] ?? 0;
    const fat = fatValue(even, lines.septa[column] ?? 0);
    const wall = canvas.coverage(-fromPleura - 0.5);
    const inner = wall > 0 ? fat + (tissues.muscle - fat) * wall : fat;
    if (above > 1 || above < -5) return inner;
    return inner + (tissues.muscle - inner) * canvas.coverage(Math.abs(above + 1.7) - 1.7);
  };
  const lungInside = (column: number, even: number, x: number, y: number, z: number): number => {
    const oblique = lines.oblique[column] ?? FAR;
    const horizontal = oblique > 0 ? Math.abs(lines.horizontal[column] ?? FAR) : FAR;
    const fissure = Math.min(Math.abs(oblique), horizontal);
    const sheet = fissure < 1.3 ? (1 - smoothstep(0.15, 1.3, fissure)) * 150 : 0;
    const lobules = 16 * (lines.lobules[column] ?? 0) + 8 * noise.at(x * 0.45, y * 0.45, z * 0.35);
    return lungValue(y) + even * (sheet + lobules);
  };
  const wallOutside = (column: number, even: number, fromPleura: number, skin: number, z: number): number => {
    const muscleShare = canvas.coverage(skin + (lines.fat[column] ?? 0));
    let value = 0;
    if (muscleShare < 1) value += (1 - muscleShare) * fatValue(even, lines.septa[column] ?? 0);
    if (muscleShare > 0) {
      value +=
        muscleShare * wallValue(even, fromPleura, lines.bundles[column] ?? 0, lines.sheet[column] ?? 0, z);
    }
    return skin > -4 ? value + (tissues.skin - value) * canvas.coverage(-skin - SKIN_MM) : value;
  };

  for (let row = 0, i = 0; row < rows; row++) {
    toRow(row);
    for (let column = 0; column < columns; column++, i++) {
      const skin = lines.skin[column] ?? FAR;
      skinMap[i] = skin;
      const body = canvas.coverage(skin);
      if (body === 0) {
        hu[i] = tissues.air;
        continue;
      }
      const x = o[0] + row * r[0] + column * c[0];
      const y = o[1] + row * r[1] + column * c[1];
      const z = o[2] + row * r[2] + column * c[2];
      const even = evenness.near ? evenness.at(x, y, z) : 1;
      const fromPleura = lines.pleura[column] ?? FAR;
      let value: number;
      if (fromPleura > 2) {
        value = wallOutside(column, even, fromPleura, skin, z);
      } else {
        const obstacle = Math.min(nearest[i] ?? FAR, OBSTACLE_MARGIN_MM);
        const share = canvas.coverage(
          joinLung(fromPleura, obstacle, lines.partition[column] ?? 0, lines.diaphragm[column] ?? 0),
        );
        lungShare[i] = share;
        value = 0;
        if (share < 1) value += (1 - share) * softInside(column, even, fromPleura);
        if (share > 0) value += share * lungInside(column, even, x, y, z);
      }
      hu[i] = tissues.air + (value - tissues.air) * body;
    }
  }
  return { lungShare, skin: skinMap };
}
