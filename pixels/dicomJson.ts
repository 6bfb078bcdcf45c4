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

/** All texts of an element, by place: what is no text is empty. */
export function textsOf(dataSet: DicomJson | undefined, tag: string): string[] {
  const values = dataSet?.[tag]?.Value ?? [];
  return values.map((value) => (typeof value === 'string' ? value.trim() : ''));
}

/** First item of a sequence, or the item at `index`. */
export function itemOf(dataSet: DicomJson | undefined, tag: string, index = 0): DicomJson | undefined {
  const item = dataSet?.[tag]?.Value?.[index];
  return typeof item === 'object' && item !== null ? (item as DicomJson) : undefined;
}

/** All items of a sequence. */
export function itemsOf(dataSet: DicomJson | undefined, tag: string): DicomJson[] {
  const items = dataSet?.[tag]?.Value ?? [];
  return items.filter((item): item is DicomJson => typeof item === 'object' && item !== null);
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

/**
 * The attributes that hold for one frame: those of the instance, overlaid with its shared and then its
 * per-frame functional group macros (PS3.3 C.7.6.16), flattened. For a single-frame object the instance itself.
 * @param frameNumber from 1
 */
export function frameAttributes(instance: DicomJson, frameNumber: number): DicomJson {
  const shared = itemOf(instance, sharedFunctionalGroups);
  const perFrame = itemOf(instance, perFrameFunctionalGroups, frameNumber - 1);
  if (!shared && !perFrame) return instance;
  // Without the groups themselves: whoever reads the result must not find another frame's in them.
  const own = Object.fromEntries(
    Object.entries(instance).filter(
      ([tag]) => tag !== sharedFunctionalGroups && tag !== perFrameFunctionalGroups,
    ),
  );
  return { ...own, ...flattened(shared), ...flattened(perFrame) };
}

/** Each macro is a sequence of one item; what is in the items is what is asked for. */
function flattened(group: DicomJson | undefined): DicomJson {
  if (!group) return {};
  return Object.assign({}, ...Object.keys(group).map((tag) => itemOf(group, tag) ?? {})) as DicomJson;
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
