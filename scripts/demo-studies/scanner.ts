import type { Solid } from './geometry/index.ts';
import { Ellipsoid, clamp, invert, smoothstep } from './geometry/index.ts';
import { NoiseField } from './noise/noiseField.ts';
import { Buffers, Phantom, tissues } from './phantom/index.ts';
import type { SeriesPlan, StudyPlan } from './plan.ts';
import { slicePosition } from './plan.ts';
import { seededRandom } from './random.ts';

const STORED_OFFSET = 1024;
const LARGEST_STORED = 4095;
/** Arms and shoulders absorb most from side to side: streaks of this share of the noise, where the shoulders are. */
const STREAK_SHARE = 0.75;

/**
 * "Scans" the phantom: partial volume over the slice's thickness, table, noise, quantisation to 12 bits. What is costly to
 * prepare (vessels, noise) is kept for the next slice.
 */
export class Scanner {
  readonly #phantoms = new Map<string, Phantom>();
  readonly #noise = new Map<string, NoiseField>();
  readonly #buffers = new Buffers();

  #phantom(study: StudyPlan): Phantom {
    const known = this.#phantoms.get(study.anatomySeed);
    const phantom = known ?? new Phantom(study.anatomySeed, study.keepOut);
    this.#phantoms.set(study.anatomySeed, phantom);
    return phantom;
  }

  #noiseFor(seed: string, series: SeriesPlan): NoiseField {
    const key = JSON.stringify(series.grain);
    const known = this.#noise.get(key);
    const field = known ?? new NoiseField(series.grain, seededRandom(`${seed}/noise/${key}`));
    this.#noise.set(key, field);
    return field;
  }

  /** Stored values (HU + 1024, 0..4095) of one slice, row by row. */
  scan(seed: string, study: StudyPlan, series: SeriesPlan, index: number): Uint16Array {
    const { hu, skin } = this.#average(study, series, index);
    paintTable(hu, skin, study, series);
    this.#addNoise(hu, skin, seed, study, series, index);
    const stored = new Uint16Array(hu.length);
    const { columns, rows } = series;
    const limit = (columns / 2 - 0.5) ** 2;
    for (let row = 0, i = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, i++) {
        const outside = (column - (columns - 1) / 2) ** 2 + (row - (rows - 1) / 2) ** 2 > limit;
        stored[i] = outside ? 0 : clamp(Math.round((hu[i] ?? 0) + STORED_OFFSET), 0, LARGEST_STORED);
      }
    }
    return stored;
  }

  #average(study: StudyPlan, series: SeriesPlan, index: number): { hu: Float32Array; skin: Float32Array } {
    const phantom = this.#phantom(study);
    const phantomFromWorld = invert(study.worldFromPhantom);
    const nodules: Solid[] = study.nodules.map(
      ({ centre, radius }) => new Ellipsoid(centre, [radius, radius, radius]),
    );
    const [x, y, z] = slicePosition(series, index);
    const count = series.samplesPerSlice;
    const sample = (k: number) => {
      const offset = ((k + 0.5) / count - 0.5) * series.sliceThicknessMm;
      const grid = {
        rows: series.rows,
        columns: series.columns,
        origin: [x, y, z + offset] as const,
        columnStep: [series.pixelSpacingMm, 0, 0] as const,
        rowStep: [0, series.pixelSpacingMm, 0] as const,
      };
      return phantom.paint(grid, phantomFromWorld, series.edgeMm, nodules);
    };
    const first = sample(0);
    if (count === 1) return first;
    const sum = this.#buffers.take('sum', first.hu.length).fill(0);
    const skin = this.#buffers.take('skin', first.skin.length);
    skin.set(first.skin);
    for (let k = 0; k < count; k++) {
      const { hu } = k === 0 ? first : sample(k);
      for (let i = 0; i < hu.length; i++) sum[i] = (sum[i] ?? 0) + (hu[i] ?? 0) / count;
    }
    return { hu: sum, skin };
  }

  #addNoise(
    hu: Float32Array,
    skin: Float32Array,
    seed: string,
    study: StudyPlan,
    series: SeriesPlan,
    index: number,
  ) {
    const field = this.#noiseFor(seed, series);
    const random = seededRandom(`${seed}/${series.seriesInstanceUid}/noise/${index}`);
    const grain = field.offset(random);
    const streak = field.offset(random);
    const z = invert(study.worldFromPhantom).linear[0] ?? 1;
    const height = (slicePosition(series, index)[2] - study.worldFromPhantom.translation[2]) * z;
    const streaks = STREAK_SHARE * smoothstep(55, 100, height);
    const { columns, rows, noiseSdHu } = series;
    for (let row = 0, i = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, i++) {
        const depth = clamp(-(skin[i] ?? 0), 0, 70) / 70;
        let noise = field.at(column + grain.column, row + grain.row);
        if (streaks > 0) noise += streaks * field.at((column >> 4) + streak.column, row + streak.row);
        hu[i] = (hu[i] ?? 0) + noiseSdHu * (0.6 + 0.4 * depth * (2 - depth)) * noise;
      }
    }
  }
}

/** A curved carbon table top with a foam core under a mattress; they belong to the scanner and do not turn with the patient. */
function paintTable(hu: Float32Array, skin: Float32Array, study: StudyPlan, series: SeriesPlan): void {
  const [x0, y0] = series.firstPosition;
  const step = series.pixelSpacingMm;
  const fill = (i: number, value: number, share: number) => {
    const outsideBody = smoothstep(0, 0.8, skin[i] ?? 0) * share;
    hu[i] = (hu[i] ?? 0) * (1 - outsideBody) + value * outsideBody;
  };
  const band = (depth: number, from: number, to: number) =>
    clamp(0.5 + (depth - from) / step, 0, 1) * clamp(0.5 + (to - depth) / step, 0, 1);
  for (let row = 0, i = 0; row < series.rows; row++) {
    const y = y0 + row * step;
    for (let column = 0; column < series.columns; column++, i++) {
      const x = x0 + column * step;
      const top = study.tableY - (x * x) / 1500 + 12;
      const depth = y - top;
      if (depth < -22 || depth > 30) continue;
      const edge = clamp((205 - Math.abs(x)) / step, 0, 1);
      fill(i, tissues.mattress, edge * band(depth, -16, -1));
      fill(i, tissues.tableCore, edge * band(depth, 0, 24));
      fill(i, tissues.tableShell, edge * (band(depth, 0, 1.6) + band(depth, 22.4, 24)));
    }
  }
}
