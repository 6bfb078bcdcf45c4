import type { MeasurementTool } from '../measurements/index.ts';

/** In how many days the volume of a finding doubles, or why nothing is said of that. */
export type VolumeDoubling =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'shrinking' }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'none';
      /** `same-day`: no time has passed; `not-ct`: not both exams are CT; `not-round`: the tool gives no diameter of a ball. */
      readonly reason: 'same-day' | 'not-ct' | 'not-round';
    };

export interface Growth {
  readonly tool: MeasurementTool;
  readonly fromMm: number;
  readonly toMm: number;
  readonly days: number;
  readonly isCt: boolean;
}

/** Diameters are told in tenths of a millimetre: what differs by less than half of that reads the same. */
const sameMm = 0.05;

/** A rectangle surrounds a finding, it does not outline it. */
const round = new Set<MeasurementTool>(['length', 'bidirectional', 'ellipse', 'freehand']);

/**
 * Volume doubling time of exponential growth, t · ln 2 / ln(V₂/V₁) (Schwartz, Cancer 1961; 14:1272), of balls of the two diameters,
 * V = π/6 · d³: t · ln 2 / (3 · ln(d₂/d₁)). The diameter is that of `sizesOf`: for two diameters their mean, as the Fleischner
 * Society measures nodules (MacMahon et al., Radiology 2017; 284:228).
 */
export function volumeDoubling({ tool, fromMm, toMm, days, isCt }: Growth): VolumeDoubling {
  if (!isCt) return { kind: 'none', reason: 'not-ct' };
  if (!round.has(tool)) return { kind: 'none', reason: 'not-round' };
  if (days <= 0) return { kind: 'none', reason: 'same-day' };
  if (Math.abs(toMm - fromMm) < sameMm) return { kind: 'unchanged' };
  if (toMm < fromMm) return { kind: 'shrinking' };
  return { kind: 'days', days: (days * Math.LN2) / (3 * Math.log(toMm / fromMm)) };
}
