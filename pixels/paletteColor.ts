import { numberOf, numbersOf } from './dicomJson.ts';
import { expandSegments } from './segmentedPalette.ts';
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
 * The palette of an instance where its tables, discrete or segmented, lie in the JSON (InlineBinary or Value); undefined
 * where there is none, where they are bulk data, and where they are broken.
 */
export function paletteColorLut(instance: DicomJson): PaletteColorLut | undefined {
  const descriptor = numbersOf(instance, '00281101');
  const [entries = 0, first = 0, bits = 16] = descriptor;
  if (descriptor.length < 3) return undefined;
  const count = entries === 0 ? 65536 : entries;
  const [red, green, blue] = (['1', '2', '3'] as const).map(
    (colour) =>
      readTable(instance, `0028120${colour}`, count) ??
      readSegments(instance, `0028122${colour}`, count, bits),
  );
  if (!red || !green || !blue) return undefined;
  // Writers that say 16 bits and fill only the low byte are seen as what they mean; one dark colour alone says nothing.
  const narrow = bits === 8 || [red, green, blue].every((table) => table.every((word) => word < 256));
  const toBytes = (table: Uint16Array) =>
    Uint8Array.from(table, (word) => (narrow ? word & 0xff : word >> 8));
  // The descriptor of signed images is SS (PS3.3 C.7.6.3.1.5), and US in careless ones.
  const signed = numberOf(instance, '00280103') === 1;
  const firstValue = signed && first > 32767 ? first - 65536 : first;
  return { firstValue, red: toBytes(red), green: toBytes(green), blue: toBytes(blue) };
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

function readTable(instance: DicomJson, tag: string, count: number): Uint16Array | undefined {
  const bytes = inlineBytes(instance, tag);
  if (!bytes) {
    const values = numbersOf(instance, tag);
    return values.length === count ? Uint16Array.from(values) : undefined;
  }
  // 8-bit entries come packed two to a word (PS3.3 C.7.6.3.1.6).
  if (bytes.length < 2 * count)
    return bytes.length >= count ? Uint16Array.from(bytes.subarray(0, count)) : undefined;
  return toWords(bytes).subarray(0, count);
}

function readSegments(
  instance: DicomJson,
  tag: string,
  count: number,
  bits: number,
): Uint16Array | undefined {
  const bytes = inlineBytes(instance, tag);
  return bytes && expandSegments(bits === 8 ? bytes : toWords(bytes), count);
}

function inlineBytes(instance: DicomJson, tag: string): Uint8Array | undefined {
  const { InlineBinary: inline } = instance[tag] ?? {};
  return inline === undefined
    ? undefined
    : Uint8Array.from(atob(inline), (character) => character.charCodeAt(0));
}

function toWords(bytes: Uint8Array): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(2 * i, true));
}
