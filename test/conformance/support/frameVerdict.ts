import sharp from 'sharp';
import { decodeFrame, transferSyntaxes, type ImagePixelModule } from '../../../pixels/index.ts';
import type { DicomFrames } from '../../../pixels/__tests__/readDicom.ts';
import { codeStreamValues } from './codeStreamValues.ts';
import { decodedPixelData } from './independentDecoders.ts';

/** Which decoders stand beside ours, by kind of transfer syntax. */
const byPydicom = ['little-endian', 'big-endian', 'deflated-frame', 'rle'];

/**
 * What `pixels/` makes of all frames of a file, compared with an independent decoder.
 * - `identical to <decoder>`: all values of all frames.
 * - `within <n> of <decoder>`: the greatest difference, of codecs that are free to round.
 * - `explained: <text>`: an error, the same for each frame.
 * - in capitals: what must not be.
 */
export async function frameVerdict(
  { frames, transferSyntaxUid, image }: DicomFrames,
  file: Buffer,
  pydicom: ArrayLike<number> | undefined,
): Promise<string> {
  const outcomes = await Promise.all(
    frames.map((frame) =>
      decodeFrame(frame, transferSyntaxUid, image).then(
        ({ values }) => values,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      ),
    ),
  );
  const errors = outcomes.filter((one) => typeof one === 'string');
  if (errors.length > 0) {
    const alike = errors.length === outcomes.length && new Set(errors).size === 1;
    return alike ? `explained: ${errors[0]}` : `SOME FRAMES ONE WAY, SOME ANOTHER: ${errors.join(', ')}`;
  }
  const ours = outcomes.filter((one) => typeof one !== 'string');
  const reference = await referenceValues(frames, transferSyntaxUid, image, file, pydicom);
  if (!reference) return 'NO OTHER DECODER';
  const count = ours.reduce((sum, { length }) => sum + length, 0);
  if (reference.values.length < count)
    return `${reference.by} HAS ${reference.values.length} VALUES, NOT ${count}`;
  let most = 0;
  let at = 0;
  for (const values of ours) {
    for (let i = 0; i < values.length; i++, at++) {
      const is = values[i] as number;
      const shall = reference.values[at] as number;
      // NaN of float pixels is what it is.
      if (is !== shall && !(Number.isNaN(is) && Number.isNaN(shall)))
        most = Math.max(most, Math.abs(is - shall));
    }
  }
  return most === 0 ? `identical to ${reference.by}` : `within ${most} of ${reference.by}`;
}

interface Reference {
  by: string;
  values: ArrayLike<number>;
}

/** Stored values of all frames, or colours, as an independent decoder gives them; undefined where none can. */
export async function referenceValues(
  frames: readonly Uint8Array[],
  transferSyntaxUid: string,
  image: ImagePixelModule,
  file: Buffer,
  pydicom: ArrayLike<number> | undefined,
): Promise<Reference | undefined> {
  const kind = transferSyntaxes[transferSyntaxUid]?.kind ?? 'none';
  if (kind === 'htj2k' || kind === 'jpeg-xl') return codeStreamValues(frames, kind, image);
  const ycbcr = kind === 'jpeg' && image.samplesPerPixel === 3;
  if (pydicom && (ycbcr || byPydicom.includes(kind))) return { by: 'pydicom', values: pydicom };
  const decoded = decodedPixelData(file);
  if (decoded) {
    // Lossy values may overshoot the stored bits a little: those above are no overlay.
    const lossy = transferSyntaxes[transferSyntaxUid]?.lossy === true;
    const bits = lossy ? { bitsStored: image.bitsAllocated, highBit: image.bitsAllocated - 1 } : {};
    return { by: decoded.by, values: storedValues(decoded.bytes, { ...image, ...bits }) };
  }
  if (kind === 'jpeg-2000') return codeStreamValues(frames, 'htj2k', image);
  return kind === 'jpeg' ? { by: 'sharp', values: await jpegValues(frames, image) } : undefined;
}

/** By the libjpeg of libvips; tiles that were cut off at the edge are filled up with 0. */
async function jpegValues(frames: readonly Uint8Array[], image: ImagePixelModule): Promise<Uint8Array> {
  const { rows, columns, samplesPerPixel } = image;
  const pictures = await Promise.all(
    frames.map((frame) => sharp(frame).raw().toBuffer({ resolveWithObject: true })),
  );
  const line = columns * samplesPerPixel;
  const values = new Uint8Array(frames.length * rows * line);
  pictures.forEach(({ data, info }, frame) => {
    const found = info.width * info.channels;
    for (let row = 0; row < info.height; row++)
      values.set(data.subarray(row * found, (row + 1) * found), (frame * rows + row) * line);
  });
  return values;
}

/** PS3.5 8.1.1: the bits up to High Bit of each container are the value. */
function storedValues(bytes: Buffer, image: ImagePixelModule): ArrayLike<number> {
  const { bitsAllocated, bitsStored, highBit, pixelRepresentation } = image;
  const own = new Uint8Array(bytes);
  const containers =
    bitsAllocated === 16
      ? new Uint16Array(own.buffer, 0, own.length >> 1)
      : bitsAllocated === 8
        ? own
        : new Uint32Array(own.buffer, 0, own.length >> 2);
  return Float64Array.from(containers, (container) => {
    const value = Math.floor(container / 2 ** (highBit + 1 - bitsStored)) % 2 ** bitsStored;
    return pixelRepresentation === 1 && value >= 2 ** (bitsStored - 1) ? value - 2 ** bitsStored : value;
  });
}
