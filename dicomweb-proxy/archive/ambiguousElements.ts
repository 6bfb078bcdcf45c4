import type { RawDataSet, RawElement } from '../part10/index.ts';
import type { DicomJson, DicomJsonElement } from './seriesDicomJson.ts';

/** Implicit VR Little Endian: the file does not say whether numbers have a sign. */
export const implicitVr = '1.2.840.10008.1.2';

/** US or SS as Pixel Representation says (PS3.5 A.1, PS3.6), which nothing can be shown rightly without. */
const needed = new Set(['00280120', '00280121', '00281101', '00281102', '00281103', '00283002', '00283006']);
/** The same, of no consequence for showing. */
const others = new Set(['00280106', '00280107', '00280108', '00280109', '00280110', '00280111']);
/** First the number of entries, then the first value mapped, then bits (PS3.3 C.7.6.3.1.5): only the second has a sign. */
const descriptors = new Set(['00281101', '00281102', '00281103', '00283002']);
const lutData = '00283006';

/**
 * Puts the elements back that an archive leaves out of the data set of an Implicit VR file because it cannot tell
 * their VR, in items of sequences too.
 * @returns how many of them are needed for showing the image
 */
export function restoreAmbiguous(dataSet: DicomJson, raw: RawDataSet): number {
  return restore(dataSet, raw, numbersOf(raw.get('00280103'))[0] === 1);
}

function restore(dataSet: DicomJson, raw: RawDataSet, signed: boolean): number {
  let count = 0;
  for (const [tag, stored] of raw) {
    const element = dataSet[tag];
    if (element?.vr === 'SQ') {
      (element.Value ?? []).forEach((item, index) => {
        const rawItem = stored.items?.[index];
        if (rawItem && typeof item === 'object' && item !== null)
          count += restore(item as DicomJson, rawItem, signed);
      });
    } else if ((needed.has(tag) || others.has(tag)) && !isThere(element) && stored.bytes.length > 0) {
      dataSet[tag] = toElement(tag, stored, signed);
      if (needed.has(tag)) count++;
    }
  }
  return count;
}

const isThere = (element: DicomJsonElement | undefined): boolean =>
  element !== undefined &&
  (element.Value !== undefined || element.InlineBinary !== undefined || element.BulkDataURI !== undefined);

function toElement(tag: string, stored: RawElement, signed: boolean): DicomJsonElement {
  if (tag === lutData) return { vr: 'OW', InlineBinary: Buffer.from(stored.bytes).toString('base64') };
  const values = numbersOf(stored).map((value, index) =>
    signed && value > 32767 && (index === 1 || !descriptors.has(tag)) ? value - 65536 : value,
  );
  return { vr: signed ? 'SS' : 'US', Value: values };
}

function numbersOf(stored: RawElement | undefined): number[] {
  if (!stored) return [];
  const { buffer, byteOffset, byteLength } = stored.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  return Array.from({ length: byteLength >> 1 }, (_, at) => view.getUint16(2 * at, true));
}
