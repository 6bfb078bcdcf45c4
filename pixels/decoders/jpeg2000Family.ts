import { readJpeg2000Header, requireSameGeometry } from '../codestream/jpeg2000Header.ts';
import { declareUnsigned, needsLevelShift, subtractLevelShift } from '../codestream/signedBytes.ts';
import { fillUpTile, imageOfTile } from '../edgeTile.ts';
import { UnsupportedCodeStreamError } from '../errors.ts';
import type { WasmFrame } from '../wasmCodec.ts';
import type { Decoder } from './Samples.ts';

/** JPEG 2000 and HTJ2K share the code stream's headers, and both codecs need help with signed samples of few bits. */
export const jpeg2000Decoder =
  (decode: (encoded: Uint8Array) => Promise<WasmFrame>): Decoder =>
  async (encoded, image) => {
    const header = readJpeg2000Header(encoded);
    const tile = imageOfTile(header, image);
    requireSameGeometry(header, tile);
    if (header.bitsPerSample > 16) {
      throw new UnsupportedCodeStreamError(
        `its code stream has ${header.bitsPerSample} bits per sample, at most 16 can be read`,
      );
    }
    const shifted = needsLevelShift(header);
    const { bytes, info } = await decode(shifted ? declareUnsigned(encoded, header) : encoded);
    if (shifted) subtractLevelShift(bytes, header);
    return {
      bytes: fillUpTile(bytes, tile, image),
      bytesPerSample: info.bitsPerSample > 8 ? 2 : 1,
      precision: info.bitsPerSample,
      signed: header.signed,
      layout: 'by-pixel',
      alreadyRgb: header.multipleComponentTransform,
    };
  };
