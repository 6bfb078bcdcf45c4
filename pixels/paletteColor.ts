import { numbersOf } from './dicomJson.ts';
import type { DicomJson, FrameValues } from './types.ts';

/** Palette Color Lookup Table, PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6, brought to 8 bits per colour. */
export interface PaletteColorLut {
  /** Stored value that the first entry belongs to; lower ones get the first entry, higher ones the last. */
  firstValue: number;
  red: Uint8Array;
  green: Uint8Array;
  blue: Uint8Array;
}

/**
 * The palette of an instance where its tables lie in the JSON (InlineBinary or Value); undefined where there is none, where
 * they are bulk data, and for segmented palettes.
 */
export function paletteColorLut(instance: DicomJson): PaletteColorLut | undefined {
  const descriptor = numbersOf(instance, '00281101');
  const [entries = 0, firstValue = 0, bits = 16] = descriptor;
  if (descriptor.length < 3) return undefined;
  const count = entries === 0 ? 65536 : entries;
  const [red, green, blue] = ['00281201', '00281202', '00281203'].map((tag) =>
    readTable(instance, tag, count, bits),
  );
  return red && green && blue ? { firstValue, red, green, blue } : undefined;
}

/** Colours of palette indices, three bytes per pixel. */
export function paletteToRgb(indices: FrameValues, palette: PaletteColorLut): Uint8ClampedArray<ArrayBuffer> {
  const rgb = new Uint8ClampedArray(indices.length * 3);
  const last = palette.red.length - 1;
  for (let i = 0; i < indices.length; i++) {
    const entry = Math.min(last, Math.max(0, (indices[i] as number) - palette.firstValue));
    rgb[3 * i] = palette.red[entry] as number;
    rgb[3 * i + 1] = palette.green[entry] as number;
    rgb[3 * i + 2] = palette.blue[entry] as number;
  }
  return rgb;
}

function readTable(instance: DicomJson, tag: string, count: number, bits: number): Uint8Array | undefined {
  const words = readWords(instance, tag, count);
  if (!words) return undefined;
  if (bits === 8) return Uint8Array.from(words, (word) => word & 0xff);
  // Writers that say 16 bits and fill only the low byte are seen as what they mean.
  const highest = words.reduce((a, b) => Math.max(a, b), 0);
  return Uint8Array.from(words, (word) => (highest > 255 ? word >> 8 : word));
}

function readWords(instance: DicomJson, tag: string, count: number): Uint16Array | undefined {
  const { InlineBinary: inline } = instance[tag] ?? {};
  if (inline === undefined) {
    const values = numbersOf(instance, tag);
    return values.length === count ? Uint16Array.from(values) : undefined;
  }
  const bytes = Uint8Array.from(atob(inline), (character) => character.charCodeAt(0));
  // 8-bit entries come packed two to a word (PS3.3 C.7.6.3.1.6).
  if (bytes.length < 2 * count)
    return bytes.length >= count ? Uint16Array.from(bytes.subarray(0, count)) : undefined;
  const view = new DataView(bytes.buffer);
  return Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, true));
}
