import { orientationAlong, sliceOf, type Measurement, type Reader } from '../../../imaging/index.ts';

/**
 * Brings a measurement onto the screen: scrolls the selected viewport, or else the first one that can show it; where none
 * can, the selected one is given its series, cut as it was where the measurement was drawn on a computed plane.
 */
export async function jumpTo(reader: Reader, measurement: Measurement): Promise<void> {
  reader.measurements.select(measurement.id);
  const { selected } = reader.state;
  const all = Array.from({ length: reader.viewportCount }, (_, index) => index);
  for (const index of [selected, ...all.filter((one) => one !== selected)]) {
    if (!(await scrollTo(reader, index, measurement))) continue;
    reader.select(index);
    return;
  }
  const { seriesInstanceUid, sopInstanceUid, normal, slab } = measurement.place;
  const there = reader.state.shown.get(selected)?.seriesInstanceUid === seriesInstanceUid;
  if (!there || sopInstanceUid !== undefined) await reader.show(selected, seriesInstanceUid);
  if (await scrollTo(reader, selected, measurement)) return;
  const [point] = measurement.points;
  if (sopInstanceUid !== undefined || !point) return;
  await reader.planes.setOrientation(selected, orientationAlong(normal), point);
  if (slab && slab.mode !== 'none') await reader.planes.setSlab(selected, slab);
  await scrollTo(reader, selected, measurement);
}

async function scrollTo(reader: Reader, index: number, measurement: Measurement): Promise<boolean> {
  const view = reader.view(index);
  const slice = view?.state.stack && sliceOf(measurement, view.state.stack);
  if (slice === undefined) return false;
  await view?.scrollTo(slice);
  return true;
}
