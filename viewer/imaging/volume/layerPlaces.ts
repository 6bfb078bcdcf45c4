import type { LayerSource, VolumeNote } from './volumeGeometry.ts';

/** Evenly spaced layers made of places along the normal, or why there are none. */
export type LayerPlaces =
  | { kind: 'regular'; layers: number }
  | { kind: 'resampled'; layers: number; sources: LayerSource[]; note: VolumeNote }
  | { kind: 'gap'; missing: number; fromMm: number; toMm: number }
  | { kind: 'variable-spacing'; leastMm: number; greatestMm: number };

/** Steps count as equal when they differ by no more than the greater of both. */
const equalShare = 0.01;
const equalMm = 0.02;
/** And no place may lie farther than this share of a step from where even steps would have it. */
const driftShare = 0.05;
/** Between neighbours farther apart than this nothing is made up, unless all steps are nearly as wide. */
const bridgedMm = 3;
const bridgedShare = 1.5;
/** Missing slices are exceptions: where more steps than this are multiples, the spacing just varies. */
const gapShare = 0.25;

/** @param places mm along the normal, growing */
export function layerPlaces(places: readonly number[]): LayerPlaces {
  const steps = places.slice(1).map((place, index) => place - (places[index] as number));
  if (isEven(places, steps)) return { kind: 'regular', layers: places.length };
  const sorted = steps.toSorted((a, b) => a - b);
  const least = sorted[0] as number;
  const usual = sorted[Math.floor(sorted.length / 2)] as number;
  const greatest = sorted.at(-1) as number;
  const bridged = greatest <= bridgedMm || greatest <= usual * bridgedShare;
  const widest = steps.indexOf(greatest);
  const gap = missingSlices(steps, usual);
  const extent = (places.at(-1) as number) - (places[0] as number);
  if (gap !== undefined) {
    const fault = {
      missing: gap,
      fromMm: places[widest] as number,
      toMm: places[widest + 1] as number,
    };
    if (!bridged) return { kind: 'gap', ...fault };
    return resample(places, Math.round(extent / usual), { code: 'gap', ...fault });
  }
  const figures = { leastMm: least, greatestMm: greatest };
  if (!bridged) return { kind: 'variable-spacing', ...figures };
  // Overlapping slices far closer than the others would only multiply the layers.
  const pitch = Math.max(least, usual / 2);
  return resample(places, Math.ceil(extent / pitch - equalShare), { code: 'variable-spacing', ...figures });
}

function isEven(places: readonly number[], steps: readonly number[]): boolean {
  const first = places[0] as number;
  const mean = ((places.at(-1) as number) - first) / steps.length;
  const tolerance = Math.max(equalShare * mean, equalMm);
  return (
    steps.every((step) => Math.abs(step - mean) <= tolerance) &&
    places.every((place, index) => Math.abs(place - first - index * mean) <= driftShare * mean)
  );
}

/** How many slices are missing, where the steps are one usual step and a few whole multiples of it. */
function missingSlices(steps: readonly number[], usual: number): number | undefined {
  let missing = 0;
  let wide = 0;
  for (const step of steps) {
    const multiple = Math.round(step / usual);
    if (multiple < 1 || Math.abs(step - multiple * usual) > Math.max(equalShare * step, equalMm))
      return undefined;
    missing += multiple - 1;
    if (multiple > 1) wide++;
  }
  return wide > 0 && wide <= steps.length * gapShare ? missing : undefined;
}

function resample(places: readonly number[], steps: number, note: VolumeNote): LayerPlaces {
  const first = places[0] as number;
  const pitch = ((places.at(-1) as number) - first) / steps;
  const sources: LayerSource[] = [];
  let frame = 0;
  for (let layer = 0; layer <= steps; layer++) {
    const place = first + layer * pitch;
    while (frame < places.length - 2 && (places[frame + 1] as number) <= place) frame++;
    const below = places[frame] as number;
    const weight = (place - below) / ((places[frame + 1] as number) - below);
    // As near as evenly spaced frames may lie to their layers: the frame itself.
    const snapped = weight < driftShare ? 0 : weight > 1 - driftShare ? 1 : weight;
    sources.push({ frame, weight: snapped });
  }
  return { kind: 'resampled', layers: steps + 1, sources, note };
}
