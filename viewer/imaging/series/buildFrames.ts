import { number, numbers, sequence, string } from '../../dicomweb/index.ts';
import {
  frameAttributes,
  imagePixelModule,
  modalityLut,
  overlayPlanes,
  paletteColorLut,
  pixelAspectRatio,
  pixelPadding,
  voiChoices,
  type DicomJson,
} from '../../../pixels/index.ts';
import { framePath } from '../../dicomweb/index.ts';
import { orientationFault, type FramePlane } from '../geometry/framePlane.ts';
import { toPoint } from '../geometry/vector.ts';
import type { FrameRef } from './frameRef.ts';
import { realWorldValue, withRealWorldWindow } from './realWorldValue.ts';

/** An instance of a series that shows no picture, and why. */
export interface LeftOut {
  sopInstanceUid: string;
  reason: string;
}

/**
 * The frames of one instance, in their order. Throws where the Image Pixel Module is incomplete, naming the
 * attribute; gives none for an object without pixels.
 */
export function buildFrames(instance: DicomJson): FrameRef[] {
  if (number(instance, '00280010') === undefined && number(instance, '00280011') === undefined) return [];
  const count = Math.max(1, number(instance, '00280008') ?? 1);
  return Array.from({ length: count }, (_, index) => buildFrame(instance, index));
}

/** One frame of an instance. @param index 0-based @throws MissingAttributeError */
export function buildFrame(instance: DicomJson, index: number): FrameRef {
  const attributes = frameAttributes(instance, index + 1);
  const address = {
    studyInstanceUid: string(instance, '0020000D') ?? '',
    seriesInstanceUid: string(instance, '0020000E') ?? '',
    sopInstanceUid: string(instance, '00080018') ?? '',
    frameNumber: index + 1,
  };
  const real = realWorldValue(attributes);
  const lut = modalityLut(attributes);
  const { slope, intercept, unit } = real ?? lut;
  const { table, unreadable } = real ? { table: undefined, unreadable: undefined } : lut;
  const spacing = pixelSpacing(attributes);
  return {
    ...address,
    imageId: `yunying:${framePath(address)}`,
    instanceNumber: number(instance, '00200013'),
    modality: string(instance, '00080060') ?? '',
    frameOfReferenceUid: string(instance, '00200052'),
    plane: framePlane(attributes, spacing),
    pixelSpacing: spacing,
    drawnSpacing: spacing ?? { row: pixelAspectRatio(attributes), column: 1 },
    sliceThicknessMm: number(attributes, '00180050'),
    image: imagePixelModule(instance),
    palette: paletteColorLut(attributes),
    rescale: { slope, intercept, ...(table && { table }) },
    padding: pixelPadding(attributes),
    overlayBits: overlayPlanes(instance).flatMap(({ source }) => ('bit' in source ? source.bit : [])),
    unreadable: [
      ...(unreadable ? (['modality-lut'] as const) : []),
      ...(hasUnreadableVoiLut(attributes) ? (['voi-lut'] as const) : []),
    ],
    unit,
    lossySource: string(instance, '00282110') === '01',
    instance: real ? withRealWorldWindow(attributes, real) : attributes,
  };
}

const hasUnreadableVoiLut = (attributes: DicomJson): boolean =>
  sequence(attributes, '00283010').length >
  voiChoices(attributes).filter(({ kind }) => kind === 'lut').length;

/** Pixel Spacing, or Imager Pixel Spacing at the detector of projection radiography (PS3.3 10.7.1.3). */
function pixelSpacing(attributes: DicomJson): FrameRef['pixelSpacing'] {
  for (const tag of ['00280030', '00181164']) {
    const [row, column] = numbers(attributes, tag);
    if (row !== undefined && column !== undefined && row > 0 && column > 0) return { row, column };
  }
  return undefined;
}

function framePlane(attributes: DicomJson, spacing: FrameRef['pixelSpacing']): FramePlane | undefined {
  const position = toPoint(numbers(attributes, '00200032'));
  const orientation = numbers(attributes, '00200037');
  const rowCosines = toPoint(orientation.slice(0, 3));
  const columnCosines = toPoint(orientation.slice(3));
  if (!spacing || !position || !rowCosines || !columnCosines) return undefined;
  if (orientationFault(rowCosines, columnCosines)) return undefined;
  return {
    position,
    rowCosines,
    columnCosines,
    rowSpacing: spacing.row,
    columnSpacing: spacing.column,
  };
}
