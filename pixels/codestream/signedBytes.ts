import type { Jpeg2000Header } from './jpeg2000Header.ts';

/**
 * Both JPEG 2000 codecs clamp samples of up to 8 bits to 0..255, signed ones too: negative values would come out as 0.
 * Such a stream is declared unsigned before decoding; the decoder then adds half the range (ISO/IEC 15444-1 G.1.2), which
 * is taken off again.
 */
export function needsLevelShift({ signed, bitsPerSample }: Jpeg2000Header): boolean {
  return signed && bitsPerSample <= 8;
}

/** A copy of the code stream with unsigned components (Ssiz, ISO/IEC 15444-1 A.5.1). */
export function declareUnsigned(encoded: Uint8Array, header: Jpeg2000Header): Uint8Array {
  const copy = encoded.slice();
  for (let component = 0; component < header.components; component++) {
    const at = header.precisionOffset + 3 * component;
    copy[at] = (copy[at] ?? 0) & 0x7f;
  }
  return copy;
}

/** In place: from 0..255 to two's complement. */
export function subtractLevelShift(bytes: Uint8Array, { bitsPerSample }: Jpeg2000Header): void {
  const shift = 2 ** (bitsPerSample - 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (bytes[i] ?? 0) - shift;
}
