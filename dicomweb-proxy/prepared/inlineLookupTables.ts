import type { DicomJson } from '../archive/index.ts';

/** Modality LUT, VOI LUT, Presentation LUT; and what holds such in presentation states and enhanced images. */
const lutSequences = ['00283000', '00283010', '20500010'];
const holders = ['00283110', '52009229', '52009230', '00289132'];
const lutData = '00283006';

/**
 * Puts the data of look-up tables into the data set: without them values and greys are not known, and they are small.
 * @param read the bytes of an element by its path: tag, item from 1, tag, ...
 */
export async function inlineLookupTables(
  dataSet: DicomJson,
  read: (path: readonly string[]) => Promise<Buffer>,
  path: readonly string[] = [],
): Promise<void> {
  for (const tag of [...lutSequences, ...holders]) {
    const items = (dataSet[tag]?.Value ?? []) as DicomJson[];
    for (const [index, item] of items.entries()) {
      const here = [...path, tag, String(index + 1)];
      if (holders.includes(tag)) await inlineLookupTables(item, read, here);
      const element = item[lutData];
      if (element?.BulkDataURI === undefined) continue;
      // A table that cannot be read stays a URI: the rest of the series is worth showing, and says what it lacks.
      const bytes = await read([...here, lutData]).catch(() => undefined);
      if (bytes) item[lutData] = { vr: element.vr, InlineBinary: bytes.toString('base64') };
    }
  }
}
