import { decodeFrame, transferSyntaxes, wholeCells, type ImagePixelModule } from '../../pixels/index.ts';

/** Compressed with prediction, bits above the stored ones would have cost dearly; nobody has been seen doing it. */
const kindsThatKeepAllBits = ['little-endian', 'big-endian', 'deflated-frame', 'rle'];

/**
 * Whether the bits of each sample above High Bit carry something of their own, as overlays of old did (retired,
 * PS3.5-2004 8.1.2): HTJ2K of the stored values alone would lose it. Zeros and repeated signs say nothing.
 */
export async function hasBitsBeyondStored(
  encoded: Uint8Array,
  transferSyntaxUid: string,
  image: ImagePixelModule,
): Promise<boolean> {
  const { bitsAllocated, bitsStored } = image;
  const kind = transferSyntaxes[transferSyntaxUid]?.kind ?? 'none';
  if (bitsStored === bitsAllocated || !kindsThatKeepAllBits.includes(kind)) return false;
  const { values } = await decodeFrame(encoded, transferSyntaxUid, wholeCells(image));
  const allOnes = 2 ** (bitsAllocated - bitsStored) - 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const above = value >>> bitsStored;
    if (above === 0) continue;
    const negative = image.pixelRepresentation === 1 && (value >>> (bitsStored - 1)) & 1;
    if (!negative || above !== allOnes) return true;
  }
  return false;
}
