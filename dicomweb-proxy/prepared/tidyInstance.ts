import type { DicomJson, DicomJsonElement } from '../archive/index.ts';

const numericVrs = new Set(['DS', 'FD', 'FL', 'IS', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);
/** Their values are bytes: InlineBinary or BulkDataURI, never Value (PS3.18 F.2.3). */
const binaryVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
/** Float and Double Float Pixel Data, PS3.3 C.7.6.24 and C.7.6.25. */
const floatPixelData = new Set(['7FE00008', '7FE00009']);
const nameGroups = ['Alphabetic', 'Ideographic', 'Phonetic'] as const;

/**
 * The data set as viewers need it (PS3.18 Annex F): numbers are numbers, empty name groups are left out, binary values
 * are URIs below `bulkDataRoot` (.../instances/{uid}/bulkdata), pixel data is left to the frames; that it is of floating
 * point stays to be seen.
 */
export function tidyInstance(dataSet: DicomJson, bulkDataRoot: string): DicomJson {
  const tidy: DicomJson = {};
  for (const tag of Object.keys(dataSet).sort()) {
    const element = dataSet[tag];
    if (!element || (tag.startsWith('7FE0') && !floatPixelData.has(tag))) continue;
    const uri = `${bulkDataRoot}/${tag}`;
    // Never inline: it is as large as the image.
    tidy[tag] = floatPixelData.has(tag) ? { vr: element.vr, BulkDataURI: uri } : tidyElement(element, uri);
  }
  return tidy;
}

function tidyElement(element: DicomJsonElement, uri: string): DicomJsonElement {
  const { vr, Value: values, InlineBinary: inline } = element;
  if (inline !== undefined) return { vr, InlineBinary: inline };
  if (element.BulkDataURI !== undefined) return { vr, BulkDataURI: uri };
  if (!values || values.length === 0) return { vr };
  if (binaryVrs.has(vr)) return { vr, BulkDataURI: uri };
  if (vr === 'SQ') {
    return { vr, Value: values.map((item, index) => tidyInstance(item as DicomJson, `${uri}/${index + 1}`)) };
  }
  if (vr === 'PN') return { vr, Value: values.map(tidyName) };
  if (numericVrs.has(vr)) return { vr, Value: values.map(toNumber) };
  return { vr, Value: values };
}

/** Text that is no number stays: an odd value is better than one made up. */
function toNumber(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

function tidyName(value: unknown): unknown {
  const groups = typeof value === 'string' ? value.split('=') : undefined;
  const given = (value ?? {}) as Record<string, unknown>;
  const kept = nameGroups
    .map((name, index) => [name, groups ? groups[index] : given[name]] as const)
    .filter(([, text]) => typeof text === 'string' && text !== '');
  return Object.fromEntries(kept);
}
