import { readJpegHeader } from './codestream/jpegHeader.ts';
import { readJpeg2000Layout } from './codestream/jpeg2000Layout.ts';
import { CodeStreamError } from './errors.ts';
import { transferSyntaxes } from './transferSyntaxes.ts';

const losslessProcess = 3;

/**
 * Why a frame counts as lossy: its transfer syntax allows it, or the code stream is lossy whatever its label says (some
 * archives label baseline JPEG as lossless). Undefined when it is lossless; also when the stream cannot be read, which
 * decoding will find out.
 */
export function whyLossy(encoded: Uint8Array, transferSyntaxUid: string): string | undefined {
  const syntax = transferSyntaxes[transferSyntaxUid];
  if (syntax?.lossy) return `the transfer syntax ${syntax.name} allows lossy compression`;
  try {
    switch (syntax?.kind) {
      case 'jpeg-lossless':
        return whyJpegLossy(encoded);
      case 'jpeg-ls':
        return whyJpegLsLossy(encoded);
      case 'jpeg-2000':
      case 'htj2k':
        return readJpeg2000Layout(encoded).reversible
          ? undefined
          : 'the code stream uses the irreversible 9/7 wavelet';
    }
  } catch (error) {
    if (!(error instanceof CodeStreamError)) throw error;
  }
  return undefined;
}

function whyJpegLossy(encoded: Uint8Array): string | undefined {
  const { process, scanOffset, scanComponents } = readJpegHeader(encoded);
  if (process !== losslessProcess)
    return `the code stream is DCT JPEG (SOF${process}) under a lossless label`;
  // Al of the scan header, ISO/IEC 10918-1 H.1.2.1: so many low bits have been cut off.
  const pointTransform = (encoded[scanOffset + 1 + 2 * scanComponents + 2] ?? 0) & 0x0f;
  return pointTransform > 0 ? `the code stream has lost its ${pointTransform} lowest bits` : undefined;
}

function whyJpegLsLossy(encoded: Uint8Array): string | undefined {
  const { scanOffset, scanComponents } = readJpegHeader(encoded);
  // NEAR of the scan header, ISO/IEC 14495-1 C.2.3.
  const near = encoded[scanOffset + 1 + 2 * scanComponents] ?? 0;
  return near > 0 ? `the code stream is near-lossless, off by up to ${near}` : undefined;
}
