import { keyOfImage, type KeyImage } from './keyImages.ts';
import { descendants } from './readContent.ts';
import { isOwn, type SrDocument } from './readReport.ts';

/**
 * The key images of the Key Object Selections of a study: of one's own the newest document holds, those of others hold all.
 *
 * @param documents of modality KO, in any order
 */
export function readKeyImages(
  documents: readonly SrDocument[],
  author: string | undefined,
): readonly KeyImage[] {
  const newestOwn = documents
    .filter((one) => isOwn(one, author))
    .toSorted(byMoment)
    .at(-1);
  const valid = documents.filter((one) => !isOwn(one, author) || one === newestOwn);
  const images = valid.flatMap((document) => imagesOf(document, !isOwn(document, author)));
  return [...new Map(images.map((image) => [`${image.foreign}${keyOfImage(image)}`, image])).values()];
}

function imagesOf({ content, reference, evidence }: SrDocument, foreign: boolean): KeyImage[] {
  const homes = new Map(evidence.map((one) => [one.sopInstanceUid, one]));
  return descendants(content)
    .filter(({ valueType }) => valueType === 'IMAGE')
    .flatMap(({ references }) => references)
    .map((image) => ({
      studyInstanceUid: homes.get(image.sopInstanceUid)?.studyInstanceUid ?? reference.studyInstanceUid,
      seriesInstanceUid: homes.get(image.sopInstanceUid)?.seriesInstanceUid ?? '',
      sopClassUid: image.sopClassUid,
      sopInstanceUid: image.sopInstanceUid,
      frameNumber: image.frameNumber,
      foreign,
    }));
}

/** Two of the same millisecond are told apart by their number in the series. */
const byMoment = (a: SrDocument, b: SrDocument): number => {
  const [first, second] = [a.contentDate + a.contentTime, b.contentDate + b.contentTime];
  return first === second ? a.instanceNumber - b.instanceNumber : first < second ? -1 : 1;
};
