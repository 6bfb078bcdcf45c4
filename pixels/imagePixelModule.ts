import { numberOf, textOf } from './dicomJson.ts';
import { MissingAttributeError } from './errors.ts';
import type { DicomJson, ImagePixelModule } from './types.ts';

/**
 * The Image Pixel Module (PS3.3 C.7.6.3) of an instance in the DICOM JSON Model (PS3.18 Annex F).
 * Type 1 attributes have to be there; what follows from the others where it is absent is filled in.
 * @throws MissingAttributeError naming the tag
 */
export function imagePixelModule(instance: DicomJson): ImagePixelModule {
  const samplesPerPixel = numberOf(instance, '00280002') ?? 1;
  const bitsAllocated = required(instance, '00280100', 'BitsAllocated');
  const floatingPoint = isFloatingPoint(instance, bitsAllocated);
  const bitsStored = numberOf(instance, '00280101') ?? bitsAllocated;
  const [totalColumns, totalRows] = [numberOf(instance, '00480006'), numberOf(instance, '00480007')];
  const pixelDataVr = instance['7FE00010']?.vr;
  return {
    rows: required(instance, '00280010', 'Rows'),
    columns: required(instance, '00280011', 'Columns'),
    samplesPerPixel,
    photometricInterpretation: photometricInterpretation(instance, samplesPerPixel),
    planarConfiguration: numberOf(instance, '00280006') === 1 ? 1 : 0,
    bitsAllocated,
    bitsStored,
    highBit: numberOf(instance, '00280102') ?? bitsStored - 1,
    pixelRepresentation: numberOf(instance, '00280103') === 1 ? 1 : 0,
    numberOfFrames: Math.max(1, numberOf(instance, '00280008') ?? 1),
    ...(floatingPoint && { floatingPoint }),
    ...(pixelDataVr && { pixelDataVr }),
    ...(totalRows && totalColumns && { totalPixelMatrix: { rows: totalRows, columns: totalColumns } }),
  };
}

/**
 * Float and Double Float Pixel Data are often left out of metadata. Integers of 32 bits without Bits Stored and Pixel
 * Representation there are none: of float images neither has a meaning (PS3.3 C.7.6.24), of others both are required.
 */
function isFloatingPoint(instance: DicomJson, bitsAllocated: number): boolean {
  if ('7FE00008' in instance || '7FE00009' in instance) return true;
  const isWide = bitsAllocated === 32 || bitsAllocated === 64;
  const saysNothingOfBits = ['00280101', '00280103'].every((tag) => numberOf(instance, tag) === undefined);
  return isWide && saysNothingOfBits && !('7FE00010' in instance);
}

function required(instance: DicomJson, tag: string, keyword: string): number {
  const value = numberOf(instance, tag);
  if (value === undefined || value < 1)
    throw new MissingAttributeError(tag, keyword, instance[tag]?.Value?.[0]);
  return value;
}

function photometricInterpretation(instance: DicomJson, samplesPerPixel: number): string {
  const value = textOf(instance, '00280004');
  // PS3.3 C.11.6.1.2: P-values come out after inversion, whatever the image calls itself.
  if (value && samplesPerPixel === 1 && textOf(instance, '20500020') === 'INVERSE') return 'MONOCHROME1';
  if (value) return value.toUpperCase();
  // One sample without a name can only be grey; three could be RGB or YBR, and guessing would show wrong colours.
  if (samplesPerPixel === 1) return 'MONOCHROME2';
  throw new MissingAttributeError('00280004', 'PhotometricInterpretation');
}
