import type { Rgb } from './colourMaps.ts';

/** White of the profile connection space (D50), X and Z for Y = 1. */
const whiteD50 = [0.96422, 1, 0.82521] as const;

/** From XYZ under D50 to linear sRGB (Bradford adaptation to D65 in it). */
const toLinear = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

/**
 * An sRGB colour of a Recommended Display CIELab Value (0062,000D), three 16-bit numbers: L* from 0 … 65535 for 0 … 100,
 * a* and b* for -128 … 127 (PS3.3 C.10.7.1.1).
 */
export function cieLabToRgb([l, a, b]: readonly [number, number, number]): Rgb {
  const lightness = (l / 65535) * 100;
  const chroma = (value: number): number => (value / 65535) * 255 - 128;
  const y = (lightness + 16) / 116;
  const inverse = (t: number): number => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
  const xyz = [
    whiteD50[0] * inverse(y + chroma(a) / 500),
    whiteD50[1] * inverse(y),
    whiteD50[2] * inverse(y - chroma(b) / 200),
  ] as const;
  const channel = (row: readonly [number, number, number]): number => {
    const linear = row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2];
    const clipped = Math.min(1, Math.max(0, linear));
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255);
  };
  return [channel(toLinear[0]), channel(toLinear[1]), channel(toLinear[2])];
}

/** Colours of segments that came without one: told apart on grey, none of them a colour of warnings. */
const distinct: readonly Rgb[] = [
  [102, 194, 255],
  [255, 127, 80],
  [144, 238, 144],
  [255, 105, 180],
  [255, 215, 0],
  [186, 135, 255],
  [64, 224, 208],
  [240, 230, 140],
];

export const distinctColour = (index: number): Rgb => distinct[index % distinct.length] as Rgb;
