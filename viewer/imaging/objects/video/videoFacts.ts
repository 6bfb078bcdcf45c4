import { transferSyntaxes, type DicomJson } from '../../../../pixels/index.ts';
import { number, numbers, string } from '../../../dicomweb/index.ts';

/** What a video object says of its stream (PS3.5 8.2.5 to 8.2.8, PS3.3 C.7.6.5). */
export interface VideoFacts {
  readonly columns: number;
  readonly rows: number;
  readonly frames: number;
  /** Undefined where the object says no time. */
  readonly framesPerSecond: number | undefined;
  readonly seconds: number | undefined;
  readonly transferSyntaxUid: string;
  readonly transferSyntaxName: string;
}

/**
 * For play: Cine Rate (0018,0040), Recommended Display Frame Rate (0008,2144), Frame Time (0018,1063, ms) or the mean of Frame Time
 * Vector (0018,1065). The stream has a clock of its own; this is to count its frames by.
 */
export function videoFacts(instance: DicomJson): VideoFacts {
  const frames = Math.max(1, number(instance, '00280008') ?? 1);
  const frameTimeMs = number(instance, '00181063');
  const times = numbers(instance, '00181065').slice(1);
  const meanMs = times.reduce((sum, time) => sum + time, 0) / times.length;
  const framesPerSecond = [
    frameTimeMs && 1000 / frameTimeMs,
    number(instance, '00180040'),
    number(instance, '00082144'),
    1000 / meanMs,
  ].find((rate) => rate !== undefined && Number.isFinite(rate) && rate > 0);
  const transferSyntaxUid = string(instance, '00083002') ?? '';
  return {
    columns: number(instance, '00280011') ?? 0,
    rows: number(instance, '00280010') ?? 0,
    frames,
    framesPerSecond,
    seconds: framesPerSecond === undefined ? undefined : frames / framesPerSecond,
    transferSyntaxUid,
    transferSyntaxName: transferSyntaxes[transferSyntaxUid]?.name ?? transferSyntaxUid,
  };
}

/** The moment in the middle of frame `frameNumber` (1-based): at the border of two a player may show either. */
export const momentOf = (frameNumber: number, framesPerSecond: number): number =>
  (frameNumber - 0.5) / framesPerSecond;

/** The frame (1-based) shown at a moment, s. */
export const frameAt = (seconds: number, framesPerSecond: number, frames: number): number =>
  Math.min(frames, Math.max(1, Math.floor(seconds * framesPerSecond + 1e-6) + 1));
