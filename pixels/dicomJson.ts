import type { DicomJson } from './types.ts';

/** All numbers of an element; numbers that arrive as text (DS, IS of some servers) are read. */
export function numbersOf(dataSet: DicomJson | undefined, tag: string): number[] {
  const values = dataSet?.[tag]?.Value ?? [];
  return values.map((value) => toNumber(value)).filter((value) => value !== undefined);
}

export function numberOf(dataSet: DicomJson | undefined, tag: string): number | undefined {
  return toNumber(dataSet?.[tag]?.Value?.[0]);
}

export function textOf(dataSet: DicomJson | undefined, tag: string): string | undefined {
  const value = dataSet?.[tag]?.Value?.[0];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** First item of a sequence, or the item at `index`. */
export function itemOf(dataSet: DicomJson | undefined, tag: string, index = 0): DicomJson | undefined {
  const item = dataSet?.[tag]?.Value?.[index];
  return typeof item === 'object' && item !== null ? (item as DicomJson) : undefined;
}

const sharedFunctionalGroups = '52009229';
const perFrameFunctionalGroups = '52009230';

/**
 * The macro of an enhanced multi-frame image that holds for one frame (PS3.3 C.7.6.16): per-frame before shared.
 * @param frameNumber from 1
 */
export function functionalGroup(
  instance: DicomJson,
  sequenceTag: string,
  frameNumber: number,
): DicomJson | undefined {
  return (
    itemOf(itemOf(instance, perFrameFunctionalGroups, frameNumber - 1), sequenceTag) ??
    itemOf(itemOf(instance, sharedFunctionalGroups), sequenceTag)
  );
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
