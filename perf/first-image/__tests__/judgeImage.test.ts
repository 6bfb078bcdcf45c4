import { describe, expect, it } from 'vitest';
import { imageThresholds, judgeImage } from '../judgeImage.ts';

const SIDE = 64;

/** RGBA samples of a picture given as grey level (and alpha) by row and column. */
function picture(grey: (row: number, column: number) => number, alpha = 255): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    rgba.fill(grey(Math.floor(i / SIDE), i % SIDE), 4 * i, 4 * i + 3);
    rgba[4 * i + 3] = alpha;
  }
  return rgba;
}
const shows = (rgba: ArrayLike<number>): boolean => judgeImage(rgba, SIDE, imageThresholds);

/** Deterministic values in 0..1 that look like noise. */
const noise = (row: number, column: number): number => {
  const value = Math.sin(row * 12.9898 + column * 78.233) * 43758.5453;
  return value - Math.floor(value);
};
const distance = (row: number, column: number): number => Math.hypot(row - 31.5, column - 31.5);
/** A round section with a lung-like dark part and noise, filling the given radius, on black. */
const section = (radius: number) => (row: number, column: number) => {
  if (distance(row, column) > radius) return 0;
  return (distance(row, column) < radius / 2 ? 40 : 150) + 30 * noise(row, column);
};

describe('judgeImage', () => {
  it('takes a CT-like section for an image, also within a wide black margin', () => {
    expect(shows(picture(section(30)))).toBe(true);
    expect(shows(picture(section(10)))).toBe(true); // 314 of 4096 samples: 7.7 %
  });

  it('takes a blurred low-resolution image for an image', () => {
    expect(shows(picture((row, column) => 255 * Math.exp(-(distance(row, column) ** 2) / 400)))).toBe(true);
  });

  it('takes an inverted image (dark on white) for an image', () => {
    expect(shows(picture((row, column) => 255 - section(20)(row, column)))).toBe(true);
  });

  it('does not take blank canvases for images', () => {
    for (const level of [0, 30, 255]) expect(shows(picture(() => level))).toBe(false);
  });

  it('does not take a transparent canvas for an image, whatever its colour values', () => {
    expect(shows(picture(section(30), 0))).toBe(false);
  });

  it('does not take black with faint noise for an image', () => {
    expect(shows(picture((row, column) => 6 * noise(row, column)))).toBe(false);
  });

  it('does not take texts and icons for images, smoothed edges included', () => {
    // four short lines of text: 2.3 % of the samples, of many levels
    const text = (row: number, column: number): number =>
      [4, 8, 52, 56].includes(row) && column < 24 ? 255 * noise(row, column) : 0;
    expect(shows(picture(text))).toBe(false);
    // a large icon in two colours
    expect(shows(picture((row, column) => (distance(row, column) < 20 ? 200 : 0)))).toBe(false);
  });

  it('does not take a gradient in one direction for an image', () => {
    expect(shows(picture((row) => 4 * row))).toBe(false);
    expect(shows(picture((_row, column) => 4 * column))).toBe(false);
  });

  it('judges colours by their brightness', () => {
    const colour = picture(section(30));
    for (let i = 0; i < colour.length; i += 4) colour[i + 2] = 0;
    expect(shows(colour)).toBe(true);
  });
});
