export { coverPicture, type PictureCover } from './coverPicture.ts';
export { canDecode, decodeFrame, loadDecoder } from './decodeFrame.ts';
export { frameAttributes } from './dicomJson.ts';
export { readJpeg2000Layout, type Jpeg2000Layout } from './codestream/jpeg2000Layout.ts';
export { decodeHtj2kPrefix, type PrefixFrame, type PrefixOptions } from './decodeHtj2kPrefix.ts';
export { encodeHtj2kLossless, whyNotHtj2k } from './encodeHtj2k.ts';
export {
  FrameDecodeError,
  MissingAttributeError,
  NotEncodableError,
  PrefixTooShortError,
  UnsupportedTransferSyntaxError,
} from './errors.ts';
export { htj2kPrefixLengths, type PrefixLengths } from './htj2kPrefix.ts';
export { imagePixelModule } from './imagePixelModule.ts';
export { highestOutput, lookUp, readLookupTable, type LookupTable } from './lookupTable.ts';
export { modalityLut, type ModalityLut } from './modalityLut.ts';
export { chooseSeries, hasImages, showsImages, type SeriesChoice } from './openingSeries.ts';
export {
  embeddedBits,
  inlineOverlayData,
  overlayBits,
  overlayFrame,
  overlayPlanes,
  wholeCells,
  type OverlayBitmap,
  type OverlayPlane,
} from './overlayPlanes.ts';
export { paletteColorLut, type PaletteColorLut } from './paletteColor.ts';
export { pixelAspectRatio } from './pixelAspectRatio.ts';
export { presentationLut, type PresentationLut } from './presentationLut.ts';
export { isWithin, readShutter, type Shutter, type ShutterPoint, type ShutterShape } from './shutter.ts';
export { toDisplay, toRgba, type DisplayImage, type DisplayOptions } from './toRgba.ts';
export {
  htj2kRpclLossless,
  transferSyntaxes,
  transferSyntaxName,
  whyNotDecoded,
  type TransferSyntax,
  type TransferSyntaxKind,
} from './transferSyntaxes.ts';
export type { DecodedFrame, DicomJson, DicomJsonElement, FrameValues, ImagePixelModule } from './types.ts';
export { isUidAsFound } from './uidAsFound.ts';
export {
  pixelPadding,
  voiFromInstance,
  voiFromValues,
  voiOutput,
  type PixelPadding,
  type Voi,
  type VoiFunction,
} from './voi.ts';
export { domainOf, voiChoices, type VoiChoice } from './voiChoices.ts';
export { whyLossy } from './whyLossy.ts';
