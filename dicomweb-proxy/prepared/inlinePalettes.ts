import type { DicomJson } from '../archive/index.ts';

/** Palette Color Lookup Table Data, discrete and segmented, PS3.3 C.7.9. */
const paletteTags = ['00281201', '00281202', '00281203', '00281221', '00281222', '00281223'];

/**
 * Puts the tables of a palette image into its data set: nothing can be shown without them, and fetching them one by
 * one costs a reader three round trips.
 */
export async function inlinePalettes(
  dataSet: DicomJson,
  read: (tag: string) => Promise<Buffer>,
): Promise<void> {
  for (const tag of paletteTags) {
    const element = dataSet[tag];
    if (element?.BulkDataURI === undefined) continue;
    // A table that cannot be read stays a URI: the rest of the series is worth showing.
    const bytes = await read(tag).catch(() => undefined);
    if (bytes) dataSet[tag] = { vr: element.vr, InlineBinary: bytes.toString('base64') };
  }
}
