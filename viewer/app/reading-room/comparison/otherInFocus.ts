import type { Reader } from '../../../imaging/index.ts';

/** The viewport of another study that controls are about: the selected one, else the first; undefined where there is none. */
export function otherInFocus({ comparison, viewportCount }: Reader, selected: number): number | undefined {
  const others = Array.from({ length: viewportCount }, (_, index) => index).filter((index) => {
    const relation = comparison.relation(index);
    return relation !== undefined && relation !== 'current';
  });
  return others.includes(selected) ? selected : others[0];
}
