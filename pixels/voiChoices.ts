import { functionalGroup, numberOf, numbersOf, textOf, textsOf } from './dicomJson.ts';
import { highestOutput, lookUp, readLookupTables, type LookupTable } from './lookupTable.ts';
import type { DicomJson } from './types.ts';
import { voiFunctionOf, voiOutput, type Voi } from './voi.ts';

/** One of the ways in which an image wants to be looked at. */
export type VoiChoice =
  | { kind: 'lut'; table: LookupTable; explanation: string }
  | { kind: 'window'; voi: Voi; explanation: string };

const frameVoiLut = '00289132';

/**
 * All that an image, or an item of a presentation state's Softcopy VOI LUT Sequence, offers (PS3.3 C.11.2): its look-up tables first,
 * as whoever made one wanted more than a window can say, then its windows. The first one is what it is shown with.
 * @param frameNumber from 1
 * @param signedInput whether modality values may be negative: the first value mapped is to be read so
 */
export function voiChoices(
  instance: DicomJson,
  frameNumber = 1,
  signedInput: boolean | 'as written' = mayBeNegative(instance),
): VoiChoice[] {
  const macro = functionalGroup(instance, frameVoiLut, frameNumber) ?? instance;
  const tables = readLookupTables(
    macro,
    '00283010',
    signedInput === 'as written' ? undefined : signedInput,
  ).map((table): VoiChoice => ({ kind: 'lut', table, explanation: table.explanation }));
  const widths = numbersOf(macro, '00281051');
  const names = textsOf(macro, '00281055');
  const windows = numbersOf(macro, '00281050').flatMap((center, i): VoiChoice[] => {
    const width = widths[i];
    if (width === undefined || width <= 0) return [];
    return [
      {
        kind: 'window',
        voi: { center, width, function: voiFunctionOf(textOf(macro, '00281056'), width) },
        explanation: names[i] ?? '',
      },
    ];
  });
  return [...tables, ...windows];
}

/** A display value between 0 and 1 for a modality value. */
export const choiceOutput = (value: number, choice: Voi | LookupTable): number =>
  'entries' in choice ? lookUp(choice, value) / highestOutput(choice) : voiOutput(value, choice);

/** The window over all inputs of a table. */
export function domainOf({ firstValue, entries: { length } }: LookupTable): Voi {
  return { center: firstValue + length / 2, width: length, function: 'linear' };
}

/**
 * PS3.3 C.11.2.1.1: the input of a VOI LUT is signed if what comes out of the modality LUT may be; a Modality LUT Sequence
 * gives unsigned values only.
 */
function mayBeNegative(instance: DicomJson): boolean {
  if (instance['00283000']?.Value?.length) return false;
  return numberOf(instance, '00280103') === 1 || (numberOf(instance, '00281052') ?? 0) < 0;
}
