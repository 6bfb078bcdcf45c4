import type { InstanceRecord, SeriesRecord } from '../../archive/index.ts';
import type { RouteContext } from '../RouteContext.ts';
import type { DecodedFrames } from './DecodedFrames.ts';
import { refuseAll, type FrameRepresentation } from './frameRepresentation.ts';

export interface ChosenFrame {
  chosen: FrameRepresentation;
  bytes: Buffer;
}

/**
 * One frame in the first of these forms that there is.
 * @param choices what the client takes, the preferred first
 * @param gone aborts when the client leaves
 * @throws HttpProblem 406 when there is none; what the archive and the frame workers throw
 */
export async function frameBytes(
  { prepared, decoded }: Pick<RouteContext, 'prepared'> & { decoded: DecodedFrames },
  series: SeriesRecord,
  instance: InstanceRecord,
  frameNumber: number,
  choices: readonly FrameRepresentation[],
  gone: AbortSignal,
): Promise<ChosenFrame> {
  let whyNotHtj2k: string | undefined;
  for (const chosen of choices) {
    if (chosen.form === 'htj2k') {
      const insist = !choices.some(({ form }) => form === 'stored');
      const outcome = await prepared.htj2k.forReader(series, instance, frameNumber, insist, gone);
      if (outcome?.kind === 'htj2k') return { chosen, bytes: outcome.bytes };
      whyNotHtj2k = outcome?.bytes.toString('utf8');
      continue;
    }
    const bytes =
      chosen.form === 'stored'
        ? (await prepared.frames.get(instance, frameNumber, gone)).bytes
        : await decoded.get(series, instance, frameNumber, gone);
    return { chosen, bytes };
  }
  return refuseAll(instance.transferSyntaxUid ?? '', whyNotHtj2k);
}

/** HTJ2K only if all of them are prepared, where the client takes another form too: parts come in one form. */
export async function choicesForAll(
  { prepared }: RouteContext,
  series: SeriesRecord,
  instance: InstanceRecord,
  frames: readonly number[],
  choices: readonly FrameRepresentation[],
): Promise<readonly FrameRepresentation[]> {
  const others = choices.filter(({ form }) => form !== 'htj2k');
  if (choices[0]?.form !== 'htj2k' || others.length === 0) return choices;
  const kinds = await prepared.htj2k.kinds(
    series,
    frames.map((frame) => [instance, frame] as const),
  );
  return kinds.every((kind) => kind === 'htj2k') ? choices : others;
}
