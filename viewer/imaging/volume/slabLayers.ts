import type { Slab } from './derivedSlice.ts';

/** Overlaps below this are none, mm: a slab that ends where a voxel begins does not hold it. */
const leastOverlapMm = 1e-6;

/**
 * The layers of voxels, boxes `spacingMm` thick, that a slab centred on layer `at` overlaps, and by how many mm each.
 * Without a slab, and for one thinner than a voxel, it is the one layer.
 */
export function slabLayers(
  at: number,
  count: number,
  spacingMm: number,
  { mode, thicknessMm }: Slab,
): { first: number; overlapsMm: number[] } {
  if (mode === 'none') return { first: at, overlapsMm: [spacingMm] };
  const half = thicknessMm / 2;
  const reach = Math.ceil(half / spacingMm + 0.5);
  const first = Math.max(0, at - reach);
  const last = Math.min(count - 1, at + reach);
  const overlaps: { layer: number; mm: number }[] = [];
  for (let layer = first; layer <= last; layer++) {
    const centre = (layer - at) * spacingMm;
    const mm = Math.min(half, centre + spacingMm / 2) - Math.max(-half, centre - spacingMm / 2);
    if (mm > leastOverlapMm) overlaps.push({ layer, mm });
  }
  if (overlaps.length === 0) return { first: at, overlapsMm: [spacingMm] };
  return { first: overlaps[0]?.layer as number, overlapsMm: overlaps.map(({ mm }) => mm) };
}
