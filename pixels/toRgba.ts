import { greyTable } from './greyTable.ts';
import type { LookupTable } from './lookupTable.ts';
import { paletteToRgb, type PaletteColorLut } from './paletteColor.ts';
import type { DecodedFrame } from './types.ts';
import type { PixelPadding, VoiFunction } from './voi.ts';

export interface DisplayOptions {
  /** Modality LUT (PS3.3 C.11.1) */
  slope: number;
  intercept: number;
  /** VOI (PS3.3 C.11.2), in modality values; colour images are shown as they are */
  center: number;
  width: number;
  voiFunction: VoiFunction;
  /** Exchanges black and white; MONOCHROME1 is exchanged once already. */
  invert: boolean;
  /** Modality LUT Sequence: looked up with what slope and intercept give. */
  modalityTable?: LookupTable | undefined;
  /** Instead of the window. */
  voiTable?: LookupTable | undefined;
  /** Presentation LUT Sequence. */
  presentationTable?: LookupTable | undefined;
  /** Values of the frame that lie outside of the image: black. */
  padding?: PixelPadding | undefined;
  /** For PALETTE COLOR; without it the indices are shown as grey values. */
  palette?: PaletteColorLut;
}

/** 8-bit display values, one byte per pixel for grey, three for colour; rows x columns. */
export interface DisplayImage {
  values: Uint8ClampedArray<ArrayBuffer>;
  samplesPerPixel: 1 | 3;
}

/** Display values of a frame (PS3.4 N.2: modality LUT, VOI LUT, presentation), without an alpha channel. */
export function toDisplay(frame: DecodedFrame, options: DisplayOptions): DisplayImage {
  if (frame.samplesPerPixel === 1 && !(options.palette && isPalette(frame))) {
    const grey = greyTable(frame, options);
    const { values } = frame;
    const out = new Uint8ClampedArray(values.length);
    if (grey.kind === 'function') {
      for (let i = 0; i < out.length; i++) out[i] = grey.of(values[i] as number);
    } else {
      const { table, mask } = grey;
      for (let i = 0; i < out.length; i++) out[i] = table[(values[i] as number) & mask] as number;
    }
    return { values: out, samplesPerPixel: 1 };
  }
  return { values: toRgb(frame, options), samplesPerPixel: 3 };
}

/** RGBA, 4 bytes per pixel, opaque, ready for an ImageData of columns x rows. */
export function toRgba(frame: DecodedFrame, options: DisplayOptions): Uint8ClampedArray<ArrayBuffer> {
  const { values, samplesPerPixel } = toDisplayOrTable(frame, options);
  if (samplesPerPixel === 4) return values;
  const rgba = new Uint8ClampedArray((values.length / 3) * 4);
  for (let from = 0, to = 0; from < values.length; from += 3, to += 4) {
    rgba[to] = values[from] as number;
    rgba[to + 1] = values[from + 1] as number;
    rgba[to + 2] = values[from + 2] as number;
    rgba[to + 3] = 255;
  }
  return rgba;
}

/** Grey goes straight to whole RGBA words: it is the first thing that happens when a study opens. */
function toDisplayOrTable(frame: DecodedFrame, options: DisplayOptions) {
  if (frame.samplesPerPixel !== 1 || (options.palette && isPalette(frame))) {
    return { values: toRgb(frame, options), samplesPerPixel: 3 } as const;
  }
  const grey = greyTable(frame, options);
  const { values } = frame;
  const words = new Uint32Array(values.length);
  const greyWords = rgbaWords();
  if (grey.kind === 'function') {
    for (let i = 0; i < words.length; i++) words[i] = greyWords[grey.of(values[i] as number)] as number;
  } else {
    const table = new Uint32Array(grey.table.length);
    for (let i = 0; i < table.length; i++) table[i] = greyWords[grey.table[i] as number] as number;
    const { mask } = grey;
    for (let i = 0; i < words.length; i++) words[i] = table[(values[i] as number) & mask] as number;
  }
  return { values: new Uint8ClampedArray(words.buffer), samplesPerPixel: 4 } as const;
}

/** The 256 greys as opaque RGBA words in the byte order of the machine. */
function rgbaWords(): Uint32Array {
  const bytes = new Uint8Array(256 * 4);
  for (let grey = 0; grey < 256; grey++) bytes.set([grey, grey, grey, 255], grey * 4);
  return new Uint32Array(bytes.buffer);
}

function toRgb(frame: DecodedFrame, { palette, invert }: DisplayOptions): Uint8ClampedArray<ArrayBuffer> {
  const rgb = palette && isPalette(frame) ? paletteToRgb(frame.values, palette) : toEightBits(frame);
  if (invert) for (let i = 0; i < rgb.length; i++) rgb[i] = 255 - (rgb[i] as number);
  return rgb;
}

function toEightBits({ values, bitsStored }: DecodedFrame): Uint8ClampedArray<ArrayBuffer> {
  if (bitsStored === 8) return Uint8ClampedArray.from(values);
  const scale = 255 / (2 ** bitsStored - 1);
  return Uint8ClampedArray.from(values, (value) => value * scale);
}

function isPalette(frame: DecodedFrame): boolean {
  return frame.photometricInterpretation === 'PALETTE COLOR';
}
