import { FrameUnreadableError, NoSuchFrameError } from './errors.ts';
import { readPart10, type Part10 } from './readPart10.ts';
import type { DicomJson } from './seriesDicomJson.ts';

/** Transfer syntaxes whose pixel data is native and little endian, PS3.5 A.1, A.2, A.5. */
const nativeTransferSyntaxes = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
]);

/** The pixel data of a file: frames that follow each other without padding. */
export interface NativePixels {
  readonly bytes: Buffer;
  readonly numberOfFrames: number;
  readonly bitsOfFrame: number;
}

/** Whether `nativePixels` can read what is stored so. */
export const isNative = (transferSyntaxUid: string): boolean => nativeTransferSyntaxes.has(transferSyntaxUid);

/**
 * The native pixel data of a file, PS3.5 8.1.1.
 * @param archiveReason why the archive could not cut a frame out of it, for the error text
 * @throws NoSuchFrameError, FrameUnreadableError
 */
export function nativePixels(file: Buffer, archiveReason: string): NativePixels {
  const { dataSet, shortage } = parse(file, archiveReason);
  const pixels = dataSet['7FE00010'] ?? dataSet['7FE00008'] ?? dataSet['7FE00009'];
  if (!pixels && shortage !== undefined)
    throw new FrameUnreadableError(`The stored file is cut short: ${shortage}`);
  if (!pixels) throw new NoSuchFrameError('The instance has no pixel data');
  const [bytes] = pixels.Value ?? [];
  if (!(bytes instanceof ArrayBuffer)) throw new FrameUnreadableError(archiveReason);
  const numberOfFrames = Number(dataSet['00280008']?.Value?.[0] ?? 1);
  return { bytes: Buffer.from(bytes), numberOfFrames, bitsOfFrame: bitsOfFrame(dataSet) };
}

/**
 * Cuts a frame out. One of a 1-bit image may begin within a byte; here it begins with one.
 * @throws NoSuchFrameError, FrameUnreadableError
 */
export function nativeFrame(
  { bytes, numberOfFrames, bitsOfFrame: bits }: NativePixels,
  frameNumber: number,
): Buffer {
  if (frameNumber > numberOfFrames) throw new NoSuchFrameError(`The instance has ${numberOfFrames} frames`);
  const start = (frameNumber - 1) * bits;
  if (start + bits > 8 * bytes.length) {
    throw new FrameUnreadableError(
      `The stored pixel data ends within frame ${frameNumber}: ${bytes.length} bytes, ` +
        `${Math.ceil((start + bits) / 8)} needed`,
    );
  }
  return copyBits(bytes, start, bits);
}

function parse(file: Buffer, archiveReason: string): Part10 {
  try {
    return readPart10(file);
  } catch (error) {
    throw new FrameUnreadableError(archiveReason, { cause: error });
  }
}

function bitsOfFrame(dataSet: DicomJson): number {
  const number = (tag: string, name: string): number => {
    const value = Number(dataSet[tag]?.Value?.[0]);
    if (Number.isInteger(value) && value > 0) return value;
    throw new FrameUnreadableError(`${name} is missing or wrong: ${String(dataSet[tag]?.Value?.[0])}`);
  };
  const rows = number('00280010', 'Rows (0028,0010)');
  const columns = number('00280011', 'Columns (0028,0011)');
  // Two pixels share their chrominance, PS3.3 C.7.6.3.1.2.
  const halved = String(dataSet['00280004']?.Value?.[0]).endsWith('_422');
  const stored = dataSet['00280002'] ? number('00280002', 'Samples per Pixel (0028,0002)') : 1;
  const samples = halved ? 2 : stored;
  const allocated = number('00280100', 'Bits Allocated (0028,0100)');
  return rows * columns * samples * allocated;
}

function copyBits(bytes: Buffer, start: number, count: number): Buffer {
  const first = Math.floor(start / 8);
  const shift = start % 8;
  // A copy: a frame that is kept shall not keep the whole file.
  if (shift === 0 && count % 8 === 0) return Buffer.from(bytes.subarray(first, first + count / 8));
  const out = Buffer.alloc(Math.ceil(count / 8));
  for (let i = 0; i < out.length; i += 1) {
    out[i] = (((bytes[first + i] ?? 0) >> shift) | ((bytes[first + i + 1] ?? 0) << (8 - shift))) & 0xff;
  }
  // What follows in the last byte is of the next frame.
  const last = out.length - 1;
  if (count % 8 > 0) out[last] = (out[last] ?? 0) & ((1 << (count % 8)) - 1);
  return out;
}
