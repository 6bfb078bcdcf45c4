import type { Solid, Vec3 } from '../geometry/index.ts';
import { Ellipsoid, tube } from '../geometry/index.ts';

/** Where vessels and bronchi enter the lungs; x negative is the patient's right. */
export const hila = {
  rightArtery: [-40, 13, -25] as Vec3,
  leftArtery: [43, 24, -12] as Vec3,
  rightVein: [-36, 20, -52] as Vec3,
  leftVein: [40, 24, -50] as Vec3,
};

export const aorta = {
  ascendingCentre: [-18, -19, -8] as Vec3,
  descendingCentre: [27, 47, -45] as Vec3,
};

const aortaAndBranches: Solid[] = [
  ...tube(
    [
      [-2, -10, -52, 14],
      [-12, -18, -30, 16],
      [-18, -19, -8, 16],
      [-16, -19, 14, 15.5],
      [-6, -17, 32, 15],
      [10, -6, 41, 14.5],
      [22, 14, 39, 13.5],
      [27, 34, 24, 13],
      [28, 45, 0, 12.8],
      [27, 47, -45, 12.2],
      [22, 48, -95, 11.6],
      [12, 42, -140, 11.2],
      [5, 38, -190, 10.5],
      [3, 34, -250, 9.5],
    ],
    6,
  ),
  ...tube([
    [-6, -14, 42, 7],
    [-12, -6, 64, 6.5],
    [-20, 2, 92, 6],
    [-24, 6, 130, 4.5],
    [-24, 12, 190, 4],
  ]),
  ...tube([
    [-19, 2, 92, 5],
    [-42, 8, 108, 5],
    [-80, 0, 112, 4.5],
    [-125, 2, 92, 4],
  ]),
  ...tube([
    [8, -8, 48, 4.5],
    [16, 0, 75, 4],
    [22, 6, 115, 4],
    [25, 12, 190, 4],
  ]),
  ...tube([
    [22, 12, 48, 5.5],
    [27, 16, 72, 5.2],
    [36, 14, 96, 5],
    [58, 4, 110, 4.8],
    [90, -6, 108, 4.5],
    [125, 2, 92, 4],
  ]),
];

const veins: Solid[] = [
  ...tube([
    [-27, -15, 42, 9],
    [-29, -12, 10, 9.5],
    [-29, -10, -20, 10],
    [-28, -10, -52, 11],
  ]),
  ...tube([
    [-27, -15, 42, 7.5],
    [-32, -14, 64, 7],
    [-38, -6, 92, 6.5],
    [-62, -20, 104, 6],
    [-115, -16, 94, 5],
  ]),
  ...tube([
    [-27, -15, 44, 7],
    [-8, -32, 52, 6.8],
    [16, -34, 62, 6.6],
    [32, -18, 82, 6.2],
    [50, -22, 101, 6],
    [115, -16, 94, 5],
  ]),
  ...tube([
    [-8, 45, -250, 2.5],
    [-7, 48, -120, 3],
    [-8, 46, -20, 3.6],
    [-11, 42, 8, 4],
    [-22, 30, 19, 4.2],
    [-29, 8, 18, 4.4],
    [-29, -8, 13, 4.6],
  ]),
  ...tube([
    [-34, -2, -60, 11],
    [-28, 4, -100, 11.5],
    [-24, 16, -132, 12],
    [-22, 24, -170, 12],
    [-20, 27, -250, 12],
  ]),
];

const pulmonaryVessels: Solid[] = [
  ...tube([
    [10, -50, -54, 13],
    [16, -40, -36, 14],
    [20, -18, -18, 13.5],
    [32, 4, -10, 11.5],
    [...hila.leftArtery, 8.5],
  ]),
  ...tube([
    [18, -20, -20, 12],
    [4, -2, -24, 11.5],
    [-20, 7, -25, 10.5],
    [...hila.rightArtery, 8],
  ]),
  ...tube([
    [-8, 18, -56, 8],
    [-24, 19, -54, 7],
    [...hila.rightVein, 6],
  ]),
  ...tube([
    [14, 20, -54, 8],
    [28, 22, -52, 7],
    [...hila.leftVein, 6],
  ]),
];

/** Blood-filled tubes of the mediastinum. */
export const greatVessels: readonly Solid[] = [...aortaAndBranches, ...veins, ...pulmonaryVessels];

/** Plaques in the wall of arch, aorta and left coronary artery: the patient is 64. */
export const calcifications: readonly Solid[] = [
  new Ellipsoid([24, 25, 47], [3.2, 1.6, 1.8], 50),
  new Ellipsoid([37.5, 40, 18], [1.3, 3, 2]),
  new Ellipsoid([34, 54, -62], [2.2, 1.4, 3.4], -40),
  new Ellipsoid([28, -36, -62], [2.4, 1.2, 1.6], 45),
];
