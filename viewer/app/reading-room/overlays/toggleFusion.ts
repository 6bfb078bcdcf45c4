import { OverlayError, type Reader } from '../../../imaging/index.ts';

/** What a fused picture shows in colours. */
const functional = ['PT', 'NM'];

/** Fuses the PET (or NM) of the study with the image of a viewport, or takes it away again; tells where there is none. */
export async function toggleFusion(reader: Reader, index: number, onNone: () => void): Promise<void> {
  const { overlays } = reader;
  const shown = overlays.shown(index).filter(({ kind }) => kind === 'image');
  if (shown.length > 0) return shown.forEach(({ id }) => overlays.hide(index, id));
  const { frame } = reader.viewState(index);
  const objects = await overlays.read();
  const fitting = objects.find(
    (object) =>
      object.kind === 'image' &&
      functional.includes(object.modality) &&
      object.seriesInstanceUid !== frame?.seriesInstanceUid &&
      !overlays.fault(index, object),
  );
  if (!frame || !fitting) return onNone();
  try {
    await overlays.show(index, fitting.id);
  } catch (error) {
    if (!(error instanceof OverlayError) && !(error instanceof RangeError)) throw error;
    onNone();
  }
}
