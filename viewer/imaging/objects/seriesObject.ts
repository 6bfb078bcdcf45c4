import type { DicomJson } from '../../../pixels/index.ts';
import { number, string } from '../../dicomweb/index.ts';
import { objectKindOf, type ObjectKind } from './objectKind.ts';

/** Something in a series that is shown by other means than a stack of frames. */
export interface SeriesObject {
  readonly kind: Exclude<ObjectKind, 'image' | 'key-images'>;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Of a slide: its largest level. */
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  /** DICOM JSON of it; of a slide those of all its levels, the largest first. */
  readonly instances: readonly [DicomJson, ...DicomJson[]];
}

/**
 * The objects among the instances of a series, by Instance Number. All tiled images of a series are one slide (PS3.3 A.32.8);
 * images, and Key Object Selections, which are shown as the images they name, are none.
 */
export function seriesObjects(instances: readonly DicomJson[]): SeriesObject[] {
  const ordered = instances.toSorted(
    (a, b) => (number(a, 'InstanceNumber') ?? Infinity) - (number(b, 'InstanceNumber') ?? Infinity) || 0,
  );
  const objects: SeriesObject[] = [];
  const [first, ...rest] = ordered
    .filter((instance) => objectKindOf(instance) === 'slide')
    .toSorted((a, b) => columnsOf(b) - columnsOf(a));
  if (first) objects.push(objectOf('slide', [first, ...rest]));
  for (const instance of ordered) {
    const kind = objectKindOf(instance);
    if (kind !== 'image' && kind !== 'key-images' && kind !== 'slide')
      objects.push(objectOf(kind, [instance]));
  }
  return objects;
}

/** One instance as an object that is explained, whatever it is. */
export const asOther = (instance: DicomJson): SeriesObject => objectOf('other', [instance]);

const columnsOf = (instance: DicomJson): number => number(instance, '00480006') ?? 0;

function objectOf(kind: SeriesObject['kind'], instances: [DicomJson, ...DicomJson[]]): SeriesObject {
  const [instance] = instances;
  return {
    kind,
    studyInstanceUid: string(instance, 'StudyInstanceUID') ?? '',
    seriesInstanceUid: string(instance, 'SeriesInstanceUID') ?? '',
    sopInstanceUid: string(instance, 'SOPInstanceUID') ?? '',
    sopClassUid: string(instance, 'SOPClassUID') ?? '',
    instances,
  };
}
