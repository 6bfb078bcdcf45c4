import { readJpeg2000Layout, type Jpeg2000Layout } from './codestream/jpeg2000Layout.ts';

/**
 * Share of the stream that holds the image of a level where the stream itself does not tell. Measured on chest CT and
 * MR, with a margin; a preview made of too little is blurred, never shifted.
 */
const estimatedShares = [1, 0.42, 0.16, 0.06, 0.03];

/**
 * How many bytes from the start are needed for each level of a code stream: index 0 the whole, 1 half the rows and
 * columns, and so on down to the smallest.
 */
export interface PrefixLengths {
  bytes: number[];
  /** Read from the stream (RPCL, a tile part for each resolution, TLM); else estimated. */
  exact: boolean;
}

/**
 * @param start the code stream, or as much of its beginning as holds the main header (256 bytes for those made here)
 * @param totalBytes length of the whole stream, for the estimate; known from Content-Length or Content-Range
 * @throws CodeStreamError when it is no code stream, or ends within the main header
 */
export function htj2kPrefixLengths(start: Uint8Array, totalBytes = start.length): PrefixLengths {
  return prefixLengthsOf(readJpeg2000Layout(start), totalBytes);
}

export function prefixLengthsOf(layout: Jpeg2000Layout, totalBytes: number): PrefixLengths {
  const { decompositionLevels, tilePartBytes, mainHeaderBytes } = layout;
  const resolutions = decompositionLevels + 1;
  const dividedByResolution =
    layout.progressionOrder === 'RPCL' && layout.tiles === 1 && tilePartBytes?.length === resolutions;
  if (dividedByResolution) {
    let end = mainHeaderBytes;
    const ends = tilePartBytes.map((length) => (end += length));
    return { bytes: ends.reverse(), exact: true };
  }
  const estimate = (level: number) => Math.ceil(totalBytes * (estimatedShares[level] ?? 0.02));
  const bytes = Array.from({ length: resolutions }, (_, level) =>
    Math.min(totalBytes, Math.max(estimate(level), mainHeaderBytes + 512)),
  );
  // Only by resolution do the small images come first.
  const byResolution = layout.progressionOrder === 'RPCL' || layout.progressionOrder === 'RLCP';
  const usable = byResolution && layout.tiles === 1;
  return { bytes: usable ? bytes : bytes.map(() => totalBytes), exact: false };
}
