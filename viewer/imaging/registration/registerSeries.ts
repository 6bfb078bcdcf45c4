import type { FrameRef } from '../series/frameRef.ts';
import { describeVolume, type VolumeFault } from '../volume/index.ts';
import { coarseVolumeOf, type ImageSource } from './coarseVolumeOf.ts';
import type { CoarseVolume } from './coarseVolume.ts';
import { sharedFrameOfReference } from './frameOfReference.ts';
import { timed, withFinder, type RegisterOptions } from './registerVolumes.ts';
import type { Registration } from './registration.ts';

export interface RegisterSeriesOptions extends RegisterOptions {
  /** Where images come from: the FrameLoader. */
  loader: ImageSource;
  /** Told how many bytes each image was over the wire. */
  onBytes?: (bytes: number) => void;
}

/** One or both of the series are no regular volume: see describeVolume for what the faults say. */
export class NoVolumeError extends Error {
  override readonly name = 'NoVolumeError';
  readonly first: VolumeFault | undefined;
  readonly second: VolumeFault | undefined;

  constructor(first: VolumeFault | undefined, second: VolumeFault | undefined) {
    const faults = [first && `the first: ${first.code}`, second && `the second: ${second.code}`];
    super(`no regular volume to register (${faults.filter(Boolean).join(', ')})`);
    this.first = first;
    this.second = second;
  }
}

/**
 * The registration of two series: by the frame of reference they share, else found from small images of some of their slices,
 * the first of which give the `translation` that onProgress is told of. Nothing waits for the series to be loaded.
 *
 * @param first frames of one series, as in a stack; likewise `second`
 * Rejects with a NoVolumeError, with a FrameError where images cannot be had, and with the signal's reason.
 */
export async function registerSeries(
  first: readonly FrameRef[],
  second: readonly FrameRef[],
  { loader, onBytes, ...options }: RegisterSeriesOptions,
): Promise<Registration> {
  const shared = sharedFrameOfReference(first, second);
  if (shared) return shared;
  const since = performance.now();
  const volumes = [describeVolume(first), describeVolume(second)] as const;
  const [one, other] = volumes;
  if (one.kind === 'fault' || other.kind === 'fault') throw new NoVolumeError(faultOf(one), faultOf(other));
  return withFinder(options, async (finder, report) => {
    const beginnings: (CoarseVolume | undefined)[] = [undefined, undefined];
    // What fails or is ended while the images are still coming fails with them; a shift that cannot be found is no loss.
    const begin = (index: 0 | 1) => (volume: CoarseVolume) => {
      beginnings[index] = volume;
      const [a, b] = beginnings;
      if (a && b)
        finder.find('shift', a, b).then(
          (found) => report(found, since),
          () => undefined,
        );
    };
    const load = (index: 0 | 1): Promise<CoarseVolume> =>
      coarseVolumeOf(volumes[index] as typeof one, loader, {
        ...(options.signal && { signal: options.signal }),
        ...(onBytes && { onBytes }),
        onFirst: begin(index),
      });
    const [a, b] = await Promise.all([load(0), load(1)]);
    return timed(await finder.find('rigid', a, b), since);
  });
}

const faultOf = (volume: ReturnType<typeof describeVolume>): VolumeFault | undefined =>
  volume.kind === 'fault' ? volume : undefined;
