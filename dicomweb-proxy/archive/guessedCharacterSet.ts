import type { DicomJson, DicomJsonElement } from './seriesDicomJson.ts';

/**
 * Tells readers that texts were recognised to be in another character set than the file declares: a private attribute
 * (PS3.5 7.8), as there is none in the standard. Nothing where the block is taken.
 */
export function markGuessed(dataSet: DicomJson, characterSet: string | undefined): void {
  if (characterSet === undefined || dataSet[creatorTag]) return;
  Object.assign(dataSet, guessedElements(characterSet));
}

const creatorTag = '000900F0';

export const guessedElements = (characterSet: string): Record<string, DicomJsonElement> => ({
  [creatorTag]: { vr: 'LO', Value: ['YUNYING'] },
  '0009F001': { vr: 'LO', Value: [characterSet] },
});
