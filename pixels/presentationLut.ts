import { itemOf, textOf } from './dicomJson.ts';
import { highestOutput, readLookupTable, type LookupTable } from './lookupTable.ts';
import type { DicomJson } from './types.ts';

/** What follows the VOI LUT (PS3.3 C.11.4 and C.11.6). */
export interface PresentationLut {
  inverse: boolean;
  table?: LookupTable;
}

/** Presentation LUT Sequence (2050,0010) or Presentation LUT Shape (2050,0020); undefined where there is neither. */
export function presentationLut(instance: DicomJson): PresentationLut | undefined {
  const item = itemOf(instance, '20500010');
  const table = item && readLookupTable(item, false);
  if (table) return { inverse: false, table };
  const shape = textOf(instance, '20500020');
  return shape === undefined ? undefined : { inverse: shape === 'INVERSE' };
}

/** A P-value between 0 and 1: the whole range of VOI output goes through all entries of the table (PS3.3 C.11.6.1.1). */
export function throughPresentationLut(output: number, table: LookupTable): number {
  const { entries } = table;
  return (entries[Math.round(output * (entries.length - 1))] as number) / highestOutput(table);
}
