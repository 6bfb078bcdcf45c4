import type { FrameValues } from './types.ts';

/** RRR GGG BBB to RGB RGB RGB (Planar Configuration 1 to 0, PS3.3 C.7.6.3.1.3); a new array of the same type. */
export function planesToPixels(values: FrameValues, samplesPerPixel: number): FrameValues {
  const pixels = values.length / samplesPerPixel;
  const interleaved = values.slice();
  for (let sample = 0; sample < samplesPerPixel; sample++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      interleaved[pixel * samplesPerPixel + sample] = values[sample * pixels + pixel] as number;
    }
  }
  return interleaved;
}

/** YBR_FULL by pixel to RGB in place, PS3.3 C.7.6.3.1.2; Cb and Cr are centred on half the range. */
export function ybrFullToRgb(values: FrameValues, bitsStored: number): void {
  if (values instanceof Uint8Array && bitsStored === 8) return bytesToRgb(values);
  const highest = 2 ** bitsStored - 1;
  const centre = 2 ** (bitsStored - 1);
  const toRange = (value: number) => Math.min(highest, Math.max(0, Math.round(value)));
  for (let i = 0; i + 2 < values.length; i += 3) {
    const y = values[i] as number;
    const cb = (values[i + 1] as number) - centre;
    const cr = (values[i + 2] as number) - centre;
    values[i] = toRange(y + redOfCr * cr);
    values[i + 1] = toRange(y - greenOfCb * cb - greenOfCr * cr);
    values[i + 2] = toRange(y + blueOfCb * cb);
  }
}

const redOfCr = 1.402;
const greenOfCb = 0.344136;
const greenOfCr = 0.714136;
const blueOfCb = 1.772;

/** The same for bytes, several times as fast: what a byte of colour adds is looked up. */
function bytesToRgb(values: Uint8Array): void {
  const ofEach = (factor: number) => Float64Array.from({ length: 256 }, (_, byte) => factor * (byte - 128));
  const [red, greenB, greenR, blue] = [redOfCr, -greenOfCb, -greenOfCr, blueOfCb].map(ofEach) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i + 2 < values.length; i += 3) {
    const y = (values[i] as number) + 0.5;
    const cb = values[i + 1] as number;
    const cr = values[i + 2] as number;
    const r = y + (red[cr] as number);
    const g = y + (greenB[cb] as number) + (greenR[cr] as number);
    const b = y + (blue[cb] as number);
    // Cutting off after adding a half rounds as above.
    values[i] = r < 0 ? 0 : r > 255 ? 255 : r;
    values[i + 1] = g < 0 ? 0 : g > 255 ? 255 : g;
    values[i + 2] = b < 0 ? 0 : b > 255 ? 255 : b;
  }
}

/**
 * YBR_PARTIAL_422 by pixel, 8 bits, to RGB in place (PS3.3 C.7.6.3.1.2, retired; ITU-R BT.601): Y lies in 16 to 235, Cb and Cr
 * in 16 to 240.
 */
export function ybrPartialToRgb(values: FrameValues): void {
  const toRange = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  for (let i = 0; i + 2 < values.length; i += 3) {
    const y = 1.164383 * ((values[i] as number) - 16);
    const cb = (values[i + 1] as number) - 128;
    const cr = (values[i + 2] as number) - 128;
    values[i] = toRange(y + 1.596027 * cr);
    values[i + 1] = toRange(y - 0.391762 * cb - 0.812968 * cr);
    values[i + 2] = toRange(y + 2.017232 * cb);
  }
}
