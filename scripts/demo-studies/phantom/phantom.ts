import type { Similarity, Solid } from '../geometry/index.ts';
import { LatticeNoise } from '../geometry/index.ts';
import { seededRandom } from '../random.ts';
import { Buffers } from './buffers.ts';
import type { SliceGrid } from './canvas.ts';
import { SliceCanvas } from './canvas.ts';
import { Evenness, NATURAL_MM } from './evenness.ts';
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

/**
 * The analytic chest: no voxels are kept, any slice of it can be painted at any position, angle and spacing. Its own coordinates
 * are LPS mm with the carina at z = 0; see trunk.ts.
 */
export class Phantom {
  readonly #noise: LatticeNoise;
  readonly #trees: PulmonaryTrees;
  readonly #buffers = new Buffers();

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

  /**
   * The arrays returned are good until the next call.
   * @param edgeMm half width of an edge in mm: the scanner's point spread
   */
  paint(
    grid: SliceGrid,
    phantomFromWorld: Similarity,
    edgeMm: number,
    nodules: readonly Solid[],
  ): PaintedSlice {
    const canvas = new SliceCanvas(grid, phantomFromWorld, edgeMm, this.#buffers);
    const near = landmarkPoints
      .map(({ point }) => point)
      .filter((point) => Math.abs(canvas.offPlane(point)) < NATURAL_MM);
    const evenness = new Evenness(near);
    const { lungShare, skin } = paintTrunk(canvas, this.#noise, evenness);
    paintOrgans(canvas, { noise: this.#noise, trees: this.#trees, lungShare, evenness, nodules });
    return { hu: canvas.hu, skin };
  }
}
