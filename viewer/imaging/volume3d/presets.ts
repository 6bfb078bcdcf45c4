/** How values become light: for each value (HU) opacity per millimetre and colour; between them linear. */
export interface TransferFunction {
  readonly opacity: readonly (readonly [value: number, perMm: number])[];
  readonly colour: readonly (readonly [value: number, red: number, green: number, blue: number])[];
  /** Surfaces shine; clouds do not. */
  readonly shaded: boolean;
}

/** For CT, in HU. */
export const ctPresets = {
  /** From spongy bone on; soft tissue is gone, costal cartilage just visible when shifted down. */
  bone: {
    opacity: [
      [140, 0],
      [200, 0.06],
      [300, 0.35],
      [500, 0.8],
      [1000, 0.95],
    ],
    colour: [
      [140, 0.45, 0.22, 0.12],
      [220, 0.72, 0.48, 0.3],
      [340, 0.93, 0.82, 0.65],
      [700, 1, 0.97, 0.9],
      [1500, 1, 1, 1],
    ],
    shaded: true,
  },
  /** Contrast in vessels red, bone beyond it white; needs contrast medium. */
  vessels: {
    opacity: [
      [110, 0],
      [160, 0.05],
      [230, 0.4],
      [400, 0.75],
      [900, 0.9],
    ],
    colour: [
      [110, 0.35, 0.03, 0.02],
      [180, 0.68, 0.1, 0.06],
      [280, 0.9, 0.32, 0.18],
      [420, 0.97, 0.72, 0.5],
      [700, 1, 0.96, 0.88],
    ],
    shaded: true,
  },
  /** The air in the lungs a faint mist, vessels, nodules and bronchial walls in it solid; only what is inside of the body. */
  lung: {
    opacity: [
      [-950, 0],
      [-880, 0.0004],
      [-800, 0.0015],
      [-720, 0.012],
      [-600, 0.06],
      [-450, 0.1],
      [-300, 0.06],
      [-200, 0],
    ],
    colour: [
      [-950, 0.2, 0.32, 0.5],
      [-800, 0.36, 0.5, 0.66],
      [-700, 0.78, 0.5, 0.42],
      [-520, 0.98, 0.78, 0.66],
      [-200, 1, 0.95, 0.9],
    ],
    shaded: true,
  },
  /** The body's surface; soft at its edge, or the steps between voxels would show as rings. */
  skin: {
    opacity: [
      [-600, 0],
      [-400, 0.06],
      [-200, 0.3],
      [0, 0.6],
      [100, 0.8],
    ],
    colour: [
      [-600, 0.6, 0.4, 0.3],
      [-300, 0.85, 0.62, 0.5],
      [20, 0.95, 0.76, 0.64],
      [300, 1, 0.92, 0.85],
    ],
    shaded: true,
  },
} as const satisfies Record<string, TransferFunction>;

export type CtPreset = keyof typeof ctPresets;
/** `general`: by percentiles, for values that have no fixed meaning (MR). */
export type Preset = CtPreset | 'general';

/** Whether a preset draws the inside of the body only: for air in it, the air around and the skin would be in the way. */
export const insideOnly = (preset: Preset): boolean => preset === 'lung';

export const presetsFor = (unit: string): readonly Preset[] =>
  unit === 'HU' ? (Object.keys(ctPresets) as CtPreset[]) : ['general'];

/**
 * The transfer function of a preset, moved by `shift` along the axis of values.
 *
 * @param percentiles values below which 50 %, 90 % and 99.5 % of the voxels lie
 */
export function transferFunction(
  preset: Preset,
  shift: number,
  percentiles: readonly [number, number, number],
): TransferFunction {
  const { opacity, colour, shaded } = preset === 'general' ? general(percentiles) : ctPresets[preset];
  return {
    opacity: opacity.map(([value, perMm]) => [value + shift, perMm]),
    colour: colour.map(([value, red, green, blue]) => [value + shift, red, green, blue]),
    shaded,
  };
}

function general([middle, high, highest]: readonly [number, number, number]): TransferFunction {
  const top = Math.max(highest, high + 1e-6, middle + 2e-6);
  const bright = Math.min(top, Math.max(high, middle + 1e-6));
  const between = (share: number): number => middle + (bright - middle) * share;
  return {
    opacity: [
      [between(0.35), 0],
      [between(0.8), 0.06],
      [bright, 0.2],
      [top, 0.5],
    ],
    colour: [
      [between(0.35), 0.25, 0.23, 0.22],
      [bright, 0.75, 0.7, 0.66],
      [top, 1, 1, 1],
    ],
    shaded: true,
  };
}
