import type { RawDataSet } from '../part10/index.ts';
import { characterSetIn, isPlain, textValues, textVrs } from '../texts/index.ts';
import type { DicomJson, DicomJsonElement } from './seriesDicomJson.ts';

/** What was taken over from the file. */
export interface Correction {
  /** Texts that the archive had otherwise. */
  readonly changes: number;
  /** What texts were taken for, where that is not what the file declares. */
  readonly guessed: string | undefined;
}

/**
 * Puts the texts of the file into a data set that the archive made of it, in items of sequences too. Only texts that are
 * not plain ASCII are looked at.
 */
export function correctTexts(dataSet: DicomJson, raw: RawDataSet): Correction {
  const state = { changes: 0, guessed: undefined as string | undefined };
  correct(dataSet, raw, characterSetIn(raw), state);
  return state;
}

function correct(
  dataSet: DicomJson,
  raw: RawDataSet,
  characterSet: ReturnType<typeof characterSetIn>,
  state: { changes: number; guessed: string | undefined },
): void {
  for (const [tag, element] of Object.entries(dataSet)) {
    const stored = raw.get(tag);
    if (!stored) continue;
    if (element.vr === 'SQ') {
      (element.Value ?? []).forEach((item, index) => {
        const rawItem = stored.items?.[index];
        if (rawItem && isDataSet(item)) correct(item, rawItem, characterSetIn(rawItem, characterSet), state);
      });
    } else if (textVrs.has(element.vr) && !isPlain(stored.bytes)) {
      const { values, guessed } = textValues(stored.bytes, characterSet, element.vr);
      state.guessed ??= guessed;
      const right = values.map((value) => jsonValue(element.vr, value));
      if (JSON.stringify(element.Value?.map(comparable)) === JSON.stringify(right.map(comparable))) continue;
      state.changes += 1;
      dataSet[tag] = { vr: element.vr, Value: right } satisfies DicomJsonElement;
    }
  }
}

const isDataSet = (value: unknown): value is DicomJson => typeof value === 'object' && value !== null;

function jsonValue(vr: string, text: string): unknown {
  if (text === '') return null;
  if (vr !== 'PN') return text;
  const [Alphabetic, Ideographic, Phonetic] = text.split('=').map((group) => group.trim());
  return {
    ...(Alphabetic && { Alphabetic }),
    ...(Ideographic && { Ideographic }),
    ...(Phonetic && { Phonetic }),
  };
}

/** Empty groups and padding make no difference. */
const comparable = (value: unknown): unknown => {
  if (typeof value === 'string') return value.trim();
  if (!isDataSet(value)) return value;
  const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as Record<string, unknown>;
  return [Alphabetic, Ideographic, Phonetic].map((group) => String(group).trim());
};
