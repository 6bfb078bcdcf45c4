import type { CanvasesSeen } from './watchCanvases.ts';

/** ms since the start of navigation. */
export interface MprTimes {
  /** all planes show an image, however coarse */
  firstPlanes: number;
  /** the pixels of the planes changed the last time */
  pixels: number;
  /** `pixels`, or later: the page's mark, or its volumes are loaded */
  complete: number;
  mark?: number;
  volumesLoaded?: number;
  /** of the plane that has most; 0 is wanted */
  blackRows: number;
}

export interface MprCriteria {
  /** at least so many canvases have to show images */
  planes: number;
  /** none of them may have changed for so long */
  stableMs: number;
  /** whether the page is to set the mark `mpr-complete`, and is not done without it */
  marks: boolean;
}

/**
 * Whether the planes are complete: all show an image, none has changed for long enough, the network is quiet, and
 * what the page says of itself (its mark, its volumes) does not contradict. Undefined while they are not.
 */
export function mprComplete(
  seen: CanvasesSeen,
  networkQuiet: boolean,
  { planes, stableMs, marks }: MprCriteria,
): MprTimes | undefined {
  const shown = seen.canvases.filter(({ showsImage }) => showsImage);
  if (shown.length < planes || shown.length < seen.canvases.length) return undefined;
  const pixels = Math.max(...shown.map(({ changedMs }) => changedMs));
  if (!networkQuiet || seen.nowMs - pixels < stableMs || (marks && seen.markMs === undefined))
    return undefined;
  return {
    firstPlanes: Math.max(...shown.map(({ firstMs }) => firstMs ?? Infinity)),
    pixels,
    complete: Math.max(pixels, seen.markMs ?? 0, seen.volumesLoadedMs ?? 0),
    ...(seen.markMs === undefined ? {} : { mark: seen.markMs }),
    ...(seen.volumesLoadedMs === undefined ? {} : { volumesLoaded: seen.volumesLoadedMs }),
    blackRows: Math.max(...shown.map(({ blackRows }) => blackRows)),
  };
}
