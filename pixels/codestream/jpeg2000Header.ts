import { CodeStreamError } from '../errors.ts';
import type { CodeStreamGeometry } from './Geometry.ts';

export { requireSameGeometry } from './Geometry.ts';

export interface Jpeg2000Header extends CodeStreamGeometry {
  signed: boolean;
  /** Where precision and sign of the first component stand in the bytes; those of each further one 3 bytes on. */
  precisionOffset: number;
  /** The stream carries RCT or ICT, which the decoder undoes: its output is RGB (ISO/IEC 15444-1 Annex G). */
  multipleComponentTransform: boolean;
}

const SIZ = 0xff51;
const COD = 0xff52;
const SOT = 0xff90;
const EOC = 0xffd9;

/**
 * Reads the main header of a JPEG 2000 or HTJ2K code stream (ISO/IEC 15444-1 Annex A) and walks its tile parts.
 * Decoders make a blurred image of a stream that is cut short; here that is an error.
 * @throws CodeStreamError when it is no code stream, or shorter than its tile parts say
 */
export function readJpeg2000Header(bytes: Uint8Array): Jpeg2000Header {
  const start = findCodeStream(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Jpeg2000Header | undefined;
  let multipleComponentTransform = false;
  let offset = start + 2;
  while (offset + 12 <= bytes.length) {
    const marker = view.getUint16(offset);
    if (marker === SOT) {
      if (!header) break;
      requireTileParts(view, offset);
      return { ...header, multipleComponentTransform };
    }
    if (marker === SIZ) header = readSize(view, offset + 4);
    if (marker === COD) multipleComponentTransform = view.getUint8(offset + 8) === 1;
    offset += 2 + view.getUint16(offset + 2);
  }
  throw new CodeStreamError(`the JPEG 2000 stream of ${bytes.length} bytes ends before its first tile`);
}

/** @throws CodeStreamError when there is none */
export function findCodeStream(bytes: Uint8Array): number {
  const isStart = (at: number) =>
    bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51;
  if (isStart(0)) return 0;
  // Some writers leave the boxes of a JP2 file around the code stream, against PS3.5 A.4.4.
  const jp2Signature = bytes[4] === 0x6a && bytes[5] === 0x50;
  if (jp2Signature) for (let at = 12; at < Math.min(bytes.length, 65536); at++) if (isStart(at)) return at;
  throw new CodeStreamError('it does not start with a JPEG 2000 SOC marker');
}

export function readSize(view: DataView, at: number): Jpeg2000Header {
  if (at + 37 > view.byteLength) throw new CodeStreamError('its JPEG 2000 size marker (SIZ) is broken');
  const precision = view.getUint8(at + 36);
  return {
    columns: view.getUint32(at + 2) - view.getUint32(at + 10),
    rows: view.getUint32(at + 6) - view.getUint32(at + 14),
    components: view.getUint16(at + 34),
    bitsPerSample: (precision & 0x7f) + 1,
    signed: precision >= 0x80,
    precisionOffset: at + 36,
    multipleComponentTransform: false,
  };
}

function requireTileParts(view: DataView, firstTilePart: number): void {
  let offset = firstTilePart;
  while (offset + 12 <= view.byteLength && view.getUint16(offset) === SOT) {
    const length = view.getUint32(offset + 6);
    if (length === 0) return requireEndOfCodeStream(view);
    if (length < 14) throw new CodeStreamError(`the JPEG 2000 tile part at byte ${offset} is broken`);
    offset += length;
  }
  if (offset > view.byteLength) {
    throw new CodeStreamError(
      `the JPEG 2000 stream is cut short: at least ${offset} bytes expected, ${view.byteLength} found`,
    );
  }
  // A missing end marker with every announced tile part present loses nothing; some encoders forget it.
}

function requireEndOfCodeStream(view: DataView): void {
  for (let at = view.byteLength - 2; at >= Math.max(0, view.byteLength - 4); at--) {
    if (view.getUint16(at) === EOC) return;
  }
  throw new CodeStreamError(
    `the JPEG 2000 stream of ${view.byteLength} bytes is cut short: no end marker (EOC)`,
  );
}
