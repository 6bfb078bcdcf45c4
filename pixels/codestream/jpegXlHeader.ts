import { CodeStreamError } from '../errors.ts';

/** Size in a JPEG XL code stream; components and bits are told by the decoder only. */
export interface JpegXlSize {
  rows: number;
  columns: number;
}

const containerSignature = [0, 0, 0, 0x0c, 0x4a, 0x58, 0x4c, 0x20, 0x0d, 0x0a, 0x87, 0x0a];
/** Width by height for each ratio of SizeHeader, ISO/IEC 18181-1. */
const ratios = [[], [1, 1], [12, 10], [4, 3], [3, 2], [16, 9], [5, 4], [2, 1]] as const;
const sizeBits = [9, 13, 18, 30] as const;

/**
 * Reads the size of the image from a JPEG XL code stream, bare or in its container (ISO/IEC 18181-1 SizeHeader, 18181-2).
 * @throws CodeStreamError when it is none
 */
export function readJpegXlSize(bytes: Uint8Array): JpegXlSize {
  const start = findCodeStream(bytes);
  if (bytes[start] !== 0xff || bytes[start + 1] !== 0x0a) {
    throw new CodeStreamError('it does not start with a JPEG XL signature');
  }
  const read = bitReader(bytes, start + 2);
  const small = read(1) === 1;
  const extent = () => 1 + (small ? 8 * read(5) + 7 : read(sizeBits[read(2)] ?? 0));
  const rows = extent();
  const [across, down] = ratios[read(3)] ?? [];
  const columns = across && down ? Math.floor((rows * across) / down) : extent();
  return { rows, columns };
}

/** In the container the code stream is the content of a box, whole (jxlc) or the first of several parts (jxlp). */
function findCodeStream(bytes: Uint8Array): number {
  if (!containerSignature.every((byte, i) => bytes[i] === byte)) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = containerSignature.length;
  while (offset + 8 <= bytes.length) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    // A length of 1 says that eight bytes of length follow; 0 that the box goes on to the end.
    const header = length === 1 ? 16 : 8;
    if (type === 'jxlc') return offset + header;
    if (type === 'jxlp') return offset + header + 4;
    if (offset + header > bytes.length) break;
    const whole = length === 1 ? Number(view.getBigUint64(offset + 8)) : length;
    if (whole < header) break;
    offset += whole;
  }
  throw new CodeStreamError('its JPEG XL container has no code stream');
}

/** Bits from the lowest of each byte on. */
function bitReader(bytes: Uint8Array, start: number): (count: number) => number {
  let at = 8 * start;
  return (count) => {
    if (at + count > 8 * bytes.length) {
      throw new CodeStreamError(`the JPEG XL stream of ${bytes.length} bytes ends within its header`);
    }
    let value = 0;
    for (let bit = 0; bit < count; bit++, at++) {
      value += (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** bit;
    }
    return value;
  };
}
