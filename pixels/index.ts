export { canDecode, decodeFrame, loadDecoder } from './decodeFrame.ts';
export { FrameDecodeError, MissingAttributeError, UnsupportedTransferSyntaxError } from './errors.ts';
export { imagePixelModule } from './imagePixelModule.ts';
export { modalityLut, type ModalityLut } from './modalityLut.ts';
export { paletteColorLut, type PaletteColorLut } from './paletteColor.ts';
export { pixelAspectRatio } from './pixelAspectRatio.ts';
export { toDisplay, toRgba, type DisplayImage, type DisplayOptions } from './toRgba.ts';
export {
  transferSyntaxes,
  transferSyntaxName,
  type TransferSyntax,
  type TransferSyntaxKind,
} from './transferSyntaxes.ts';
export type { DecodedFrame, DicomJson, DicomJsonElement, FrameValues, ImagePixelModule } from './types.ts';
export {
  pixelPadding,
  voiFromInstance,
  voiFromValues,
  voiOutput,
  type PixelPadding,
  type Voi,
  type VoiFunction,
} from './voi.ts';
