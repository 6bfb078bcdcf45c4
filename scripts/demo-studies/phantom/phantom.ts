import type { Similarity, Solid, Vec3 } from '../geometry/index.ts';
import { LatticeNoise, distance, smoothstep } from '../geometry/index.ts';
import { seededRandom } from '../random.ts';
import type { SliceGrid } from './canvas.ts';
import { SliceCanvas } from './canvas.ts';
import { landmarkPoints } from './landmarks.ts';
import { paintOrgans } from './paintOrgans.ts';
import { paintTrunk } from './paintTrunk.ts';
import type { PulmonaryTrees, Sphere } from './pulmonaryTrees.ts';
import { growPulmonaryTrees } from './pulmonaryTrees.ts';

/** A painted slice: HU and the distance to the skin in mm (negative inside), row by row. */
export interface PaintedSlice {
  hu: Float32Array;
  skin: Float32Array;
}

/** Radius around a landmark in which tissue is perfectly even, and where it has become natural again, mm. */
const EVEN_MM = 6;
const NATURAL_MM = 14;

/**
 * The analytic chest: no voxels are kept, any slice of it can be painted at any position, angle and spacing. Its own coordinates
 * are LPS mm with the carina at z = 0; see trunk.ts.
 */
export class Phantom {
  readonly #noise: LatticeNoise;
  readonly #trees: PulmonaryTrees;

  /** `keepOut` are the spheres in which no vessel may grow (nodules at their largest). Takes about half a second. */
  constructor(seed: string, keepOut: readonly Sphere[]) {
    this.#noise = new LatticeNoise(seededRandom(`${seed}/tissue`));
    this.#trees = growPulmonaryTrees(seededRandom(`${seed}/trees`), [
      ...keepOut,
      ...landmarkPoints
        .filter(({ tissue }) => tissue === 'lung')
        .map(({ point }) => ({ centre: point, radius: 5 })),
    ]);
  }

  /** @param edgeMm half width of an edge in mm: the scanner's point spread */
  paint(
    grid: SliceGrid,
    phantomFromWorld: Similarity,
    edgeMm: number,
    nodules: readonly Solid[],
  ): PaintedSlice {
    const canvas = new SliceCanvas(grid, phantomFromWorld, edgeMm);
    const near = landmarkPoints
      .map(({ point }) => point)
      .filter((point) => Math.abs(canvas.offPlane(point)) < NATURAL_MM);
    const evenness = (x: number, y: number, z: number): number => {
      let natural = 1;
      for (const point of near) natural *= roughness(point, x, y, z);
      return natural;
    };
    const { lungShare, skin } = paintTrunk(canvas, this.#noise, evenness);
    paintOrgans(canvas, { noise: this.#noise, trees: this.#trees, lungShare, evenness, nodules });
    return { hu: canvas.hu, skin };
  }
}

function roughness(point: Vec3, x: number, y: number, z: number): number {
  if (Math.abs(x - point[0]) > NATURAL_MM || Math.abs(y - point[1]) > NATURAL_MM) return 1;
  return smoothstep(EVEN_MM, NATURAL_MM, distance(point, [x, y, z]));
}
