import { functionalGroup, itemOf, numberOf, textOf } from './dicomJson.ts';
import { readLookupTable, type LookupTable } from './lookupTable.ts';
import type { DicomJson } from './types.ts';

export interface ModalityLut {
  slope: number;
  intercept: number;
  /** Of the rescaled values, for people to read: `HU`, `BQML`, `OD`; empty where unspecified. */
  unit: string;
  /** Modality LUT Sequence: its entries are the modality values; slope and intercept are 1 and 0 then. */
  table?: LookupTable;
  /** There is a Modality LUT Sequence, and its table cannot be read: the stored values stand for themselves. */
  unreadable?: true;
}

const pixelValueTransformation = '00289145';

/**
 * Modality LUT Sequence or rescale slope and intercept (PS3.3 C.11.1), also of enhanced multi-frame images (C.7.6.16.2.9).
 * Where an image has both, which the standard forbids, the table holds, as in DCMTK and pydicom.
 * @param frameNumber from 1
 */
export function modalityLut(instance: DicomJson, frameNumber = 1): ModalityLut {
  const sequence = itemOf(instance, '00283000');
  const table = sequence && readLookupTable(sequence, numberOf(instance, '00280103') === 1);
  if (table) return { slope: 1, intercept: 0, unit: lutUnit(sequence), table };
  if (sequence) return { slope: 1, intercept: 0, unit: '', unreadable: true };
  const macro = functionalGroup(instance, pixelValueTransformation, frameNumber) ?? instance;
  const slope = numberOf(macro, '00281053');
  const intercept = numberOf(macro, '00281052');
  // A slope of 0 would make every pixel the same: it is a writer's mistake.
  if (slope === undefined || intercept === undefined || slope === 0)
    return { slope: 1, intercept: 0, unit: '' };
  return { slope, intercept, unit: unitOf(instance, macro) };
}

/** Modality LUT Type (0028,3004). `US` is unspecified. */
function lutUnit(item: DicomJson): string {
  const type = textOf(item, '00283004');
  return type === undefined || type === 'US' ? '' : type;
}

function unitOf(instance: DicomJson, macro: DicomJson): string {
  const rescaleType = textOf(macro, '00281054');
  if (rescaleType && rescaleType !== 'US') return rescaleType;
  const petUnits = textOf(instance, '00541001');
  if (petUnits) return petUnits;
  // PS3.3 C.8.2.1.1.2: CT without Rescale Type is in HU, unless it is a localizer or derived into something else.
  return textOf(instance, '00080060') === 'CT' && rescaleType === undefined ? 'HU' : '';
}
