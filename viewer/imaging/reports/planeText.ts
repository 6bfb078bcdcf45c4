import type { Measurement } from '../measurements/measurement.ts';
import { toPoint } from '../geometry/vector.ts';

type Place = Measurement['place'];
type Slab = NonNullable<Place['slab']>;

/**
 * The plane a measurement lies in, as text in its report: `normal 0 0 1`, and on computed planes `; slab mip 10 mm`. Two points
 * do not say in which plane they were drawn.
 */
export function planeText({ normal, slab }: Pick<Place, 'normal' | 'slab'>): string {
  const direction = `normal ${normal.join(' ')}`;
  return slab ? `${direction}; slab ${slab.mode} ${slab.thicknessMm} mm` : direction;
}

/** What {@link planeText} wrote; undefined for any other text. */
export function parsePlaneText(text: string): Pick<Place, 'normal' | 'slab'> | undefined {
  const found = /^normal (\S+ \S+ \S+)(?:; slab (none|mip|minip|avgip) (\S+) mm)?$/.exec(text);
  const normal = toPoint((found?.[1] ?? '').split(' ').map(Number));
  if (!found || !normal || normal.some((part) => !Number.isFinite(part))) return undefined;
  const mode = found[2] as Slab['mode'] | undefined;
  return { normal, slab: mode && { mode, thicknessMm: Number(found[3]) } };
}
