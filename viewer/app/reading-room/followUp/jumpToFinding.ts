import { sliceOf, type Measurement, type Reader } from '../../../imaging/index.ts';
import { jumpTo } from '../measurements/index.ts';

/**
 * Brings a finding onto the screen on all its dates: every viewport that shows one of the studies goes to its measurement there, by
 * itself. Where none does, the chosen measurement alone is brought into the selected viewport.
 */
export async function jumpToFinding(
  reader: Reader,
  measurements: readonly Measurement[],
  chosen: Measurement,
): Promise<void> {
  // Each date has its own series and slice: they are not to pull each other along.
  const indices = await reader.comparison.following.undisturbed(() =>
    Promise.all(
      measurements.map(async (measurement) => {
        const index = await bring(reader, measurement).catch(() => undefined);
        return measurement === chosen ? index : undefined;
      }),
    ),
  );
  const index = indices.find((one) => one !== undefined);
  if (index === undefined) return jumpTo(reader, chosen);
  reader.measurements.select(chosen.id);
  reader.select(index);
}

/** The viewport a measurement has been brought into; undefined where none shows its study. */
async function bring(reader: Reader, measurement: Measurement): Promise<number | undefined> {
  const { studyInstanceUid, seriesInstanceUid } = measurement.place;
  const showing = Array.from({ length: reader.viewportCount }, (_, index) => index).filter(
    (index) => reader.state.shown.get(index)?.studyInstanceUid === studyInstanceUid,
  );
  for (const index of showing) if (await leadTo(reader, index, measurement)) return index;
  const [first] = showing;
  if (first === undefined) return undefined;
  await reader.show(first, seriesInstanceUid);
  return (await leadTo(reader, first, measurement)) ? first : undefined;
}

async function leadTo(reader: Reader, index: number, measurement: Measurement): Promise<boolean> {
  const stack = reader.view(index)?.state.stack;
  const slice = stack && sliceOf(measurement, stack);
  if (slice === undefined) return false;
  await reader.leadTo(index, slice);
  return true;
}
