import type { FrameRef } from '../series/frameRef.ts';
import { projectionModalities } from './spacingAt.ts';

/**
 * The sizes of pixels that a reader has set by lines of known length: mm for one unit of the drawn spacing, by the series, or
 * by series and image where each image has a magnification of its own.
 */
export type UserFactors = ReadonlyMap<string, number>;

interface Image {
  readonly seriesInstanceUid: string;
  /** Undefined or empty: of no stored image. */
  readonly sopInstanceUid?: string | undefined;
}

const keyOfImage = ({ seriesInstanceUid, sopInstanceUid }: Image): string =>
  sopInstanceUid ? `${seriesInstanceUid}/${sopInstanceUid}` : seriesInstanceUid;

/** What a line on an image calibrates: its series; the image alone in projection radiography, or where `frame` is not known. */
export const scaleKey = (image: Image, frame: FrameRef | undefined): string =>
  frame && !projectionModalities.includes(frame.modality) ? image.seriesInstanceUid : keyOfImage(image);

/** The factor that holds on an image; undefined where nobody has calibrated it. */
export const userFactorOf = (factors: UserFactors, image: Image): number | undefined =>
  factors.get(keyOfImage(image)) ?? factors.get(image.seriesInstanceUid);

/** Whether anything of a series is calibrated. */
export const isCalibrated = (factors: UserFactors, seriesInstanceUid: string): boolean =>
  [...factors.keys()].some((key) => isOfSeries(key, seriesInstanceUid));

/** Without that of an image, or where it has none of its own or only a series is named, without all of its series. */
export function withoutFactor(factors: UserFactors, image: Image): UserFactors {
  const own = keyOfImage(image);
  const only = image.sopInstanceUid && factors.has(own);
  return new Map(
    [...factors].filter(([key]) => (only ? key !== own : !isOfSeries(key, image.seriesInstanceUid))),
  );
}

const isOfSeries = (key: string, seriesInstanceUid: string): boolean =>
  key === seriesInstanceUid || key.startsWith(`${seriesInstanceUid}/`);
