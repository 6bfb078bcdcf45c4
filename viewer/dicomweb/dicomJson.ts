import type { DicomJson } from '../../pixels/index.ts';
import { tagOf, type AttributeKey } from './dicomJsonTags.ts';
import { parsePersonName, type PersonName } from './personName.ts';

/**
 * Typed reading of the DICOM JSON Model (PS3.18 Annex F). What is absent, empty (`null` in `Value`) or of another type
 * than asked for is `undefined`, or missing from the list: an archive's answer never throws here.
 */

/** The values as text, trimmed; numbers are written in decimal. */
export function strings(item: DicomJson, key: AttributeKey): string[] {
  return values(item, key).flatMap((value) => {
    if (typeof value === 'number') return [String(value)];
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' ? [] : [text];
  });
}

/** The first value as text. */
export function string(item: DicomJson, key: AttributeKey): string | undefined {
  return strings(item, key)[0];
}

/** The values as numbers; IS and DS may come as text (PS3.18 F.2.3 note), which is read. */
export function numbers(item: DicomJson, key: AttributeKey): number[] {
  return values(item, key).flatMap((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? [number] : [];
  });
}

/** The first value as a number. */
export function number(item: DicomJson, key: AttributeKey): number | undefined {
  return numbers(item, key)[0];
}

/** The person names, PN (PS3.18 F.2.2). */
export function names(item: DicomJson, key: AttributeKey): PersonName[] {
  return values(item, key).flatMap((value) => parsePersonName(value) ?? []);
}

/** The first person name. */
export function name(item: DicomJson, key: AttributeKey): PersonName | undefined {
  return names(item, key)[0];
}

/** The items of a sequence, SQ. */
export function sequence(item: DicomJson, key: AttributeKey): DicomJson[] {
  return values(item, key).filter((value): value is DicomJson => typeof value === 'object' && value !== null);
}

function values(item: DicomJson, key: AttributeKey): unknown[] {
  const value = item[tagOf(key)]?.Value;
  return Array.isArray(value) ? value : [];
}
