import type { DicomJson } from '../../../pixels/index.ts';
import { codes } from './codes.ts';
import { code, composite, element, image, text } from './contentItem.ts';
import type { KeyImageFrame } from './keyImages.ts';
import type { DocumentPlace } from './measurementReport.ts';
import { observerContext } from './observerContext.ts';
import {
  contentRoot,
  hierarchicalReferences,
  reportHeader,
  type Evidence,
  type ReportContext,
} from './reportHeader.ts';

const keyObjectSelection = '1.2.840.10008.5.1.4.1.1.88.59';

/** Says in a Key Object Selection that the ones before hold no longer. Written where no image is left to name. */
const withdrawn = 'No key images: replaces the selection referred to';

/**
 * A Key Object Selection (TID 2010) of one study's key images, titled Of Interest, DICOM JSON. The newest of a person holds. It
 * cannot be without a reference (PS3.3 C.17.6.2): when no image is left it names the selections it replaces.
 *
 * @throws Error without images and without anything to replace
 */
export function keyObject(
  images: readonly KeyImageFrame[],
  place: DocumentPlace,
  context: ReportContext,
  replaces: readonly Evidence[],
): DicomJson {
  if (images.length === 0 && replaces.length === 0) throw new Error('there are no key images to save');
  const evidence = images.length > 0 ? images : replaces;
  return {
    ...reportHeader(context, {
      ...place,
      sopClassUid: keyObjectSelection,
      modality: 'KO',
      seriesNumber: 9902,
    }),
    '0040A375': element('SQ', ...hierarchicalReferences(evidence)),
    ...contentRoot(codes.ofInterest, '2010', [
      code('HAS CONCEPT MOD', codes.language, codes.english),
      ...observerContext(context),
      ...(images.length === 0
        ? [
            text('CONTAINS', codes.keyObjectDescription, withdrawn),
            ...replaces.map((one) => composite('CONTAINS', undefined, one)),
          ]
        : images.map((one) => image('CONTAINS', undefined, one))),
    ]),
  };
}
