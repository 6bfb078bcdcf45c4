import type { Vec3 } from '../geometry/index.ts';
import { liverCentre, spleenCentre } from './abdomen.ts';
import { lungValue } from './lungs.ts';
import { trachea } from './airways.ts';
import { aorta } from './greatVessels.ts';
import { leftVentricleCentre } from './heart.ts';
import { spineY, vertebraNamed } from './spine.ts';
import type { Tissue } from './tissues.ts';
import { tissues } from './tissues.ts';

export interface LandmarkPoint {
  name: string;
  tissue: Tissue;
  /** Phantom coordinates, mm. */
  point: Vec3;
  /** Noise-free HU there and within 3 mm of it. */
  hu: number;
}

const t8 = vertebraNamed('T8');
const lungPoints: readonly (readonly [string, Vec3])[] = [
  ['right-upper-lobe', [-62, -28, 30]],
  ['left-lower-lobe', [88, 42, -92]],
];

/** Points in the middle of even tissue. */
export const landmarkPoints: readonly LandmarkPoint[] = [
  ...(
    [
      ['ascending-aorta', 'blood', aorta.ascendingCentre],
      ['descending-aorta', 'blood', aorta.descendingCentre],
      ['left-ventricle', 'blood', leftVentricleCentre],
      ['vertebra-T8', 'cancellousBone', [0, spineY(t8.z), t8.z]],
      ['trachea', 'air', trachea.middle],
      ['liver', 'liver', liverCentre],
      ['spleen', 'spleen', spleenCentre],
    ] as const
  ).map(([name, tissue, point]) => ({ name, tissue, point, hu: tissues[tissue] })),
  ...lungPoints.map(([name, point]) => ({ name, tissue: 'lung' as const, point, hu: lungValue(point[1]) })),
];
