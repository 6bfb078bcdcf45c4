import { transferSyntaxes, type DicomJson } from '../../../pixels/index.ts';
import { number, string } from '../../dicomweb/index.ts';

/**
 * What a viewport has to be to show an object. `image`: a picture, or frames to page through. `key-images`: a Key Object
 * Selection, shown by what it refers to. `other`: nothing to be seen by itself; it is explained.
 */
export type ObjectKind =
  'image' | 'key-images' | 'report' | 'document' | 'waveform' | 'video' | 'slide' | 'other';

const keyObjectSelection = '1.2.840.10008.5.1.4.1.1.88.59';
/** They may be tiled like a slide, but are laid over one: Segmentation, Label Map Segmentation, Parametric Map. */
const laidOverSlides = new Set([
  '1.2.840.10008.5.1.4.1.1.66.4',
  '1.2.840.10008.5.1.4.1.1.66.7',
  '1.2.840.10008.5.1.4.1.1.30',
]);

/** Of one instance in the DICOM JSON Model, by what it holds rather than by what its modality says. */
export function objectKindOf(instance: DicomJson): ObjectKind {
  const sopClass = string(instance, 'SOPClassUID') ?? '';
  if (sopClass === keyObjectSelection) return 'key-images';
  // Encapsulated Document (0042,0011), Waveform Sequence, Value Type of the root of a content tree.
  if (instance['00420011']) return 'document';
  if (instance['54000100']) return 'waveform';
  if (string(instance, '0040A040') !== undefined) return 'report';
  if (number(instance, '00280010') === undefined && number(instance, '00280011') === undefined)
    return 'other';
  if (isVideo(instance)) return 'video';
  return isTiled(instance) && !laidOverSlides.has(sopClass) ? 'slide' : 'image';
}

/** The pixel data is one stream for all frames (PS3.5 A.4.5 to A.4.9, A.4.12): none can be had alone. */
const isVideo = (instance: DicomJson): boolean =>
  transferSyntaxes[string(instance, '00083002') ?? '']?.kind === 'video';

/** Total Pixel Matrix Columns and Rows: the frames are tiles of one picture (PS3.3 C.8.12.4.1.1). */
const isTiled = (instance: DicomJson): boolean =>
  (number(instance, '00480006') ?? 0) > 0 && (number(instance, '00480007') ?? 0) > 0;
