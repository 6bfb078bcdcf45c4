import { describe, expect, it } from 'vitest';
import { luminanceLevels, luminanceStep, qcLayout, qualityControl, uniform } from '../patterns.ts';

const sizes = [
  [1200, 1200],
  [2560, 1440],
  [390, 844],
  [1285, 723],
] as const;

describe.each(sizes)('the quality control pattern at %i x %i', (width, height) => {
  const image = qualityControl(width, height);
  const layout = qcLayout(width, height);

  it('has 18 patches from black to white in equal steps', () => {
    const levels = layout.patches.map(({ x, y, size }) =>
      image.at(x + Math.floor(size / 2), y + Math.floor(size / 2)),
    );
    expect(levels).toEqual([
      0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180, 195, 210, 225, 240, 255,
    ]);
    expect(luminanceLevels).toEqual(levels);
  });

  it('has insets of 4 levels in the corners of each patch', () => {
    for (const [index, { x, y, size }] of layout.patches.entries()) {
      const inset = Math.max(2, Math.floor(size / 8));
      const level = luminanceLevels[index] as number;
      for (const corner of [inset, size - inset - 1])
        for (const other of [inset, size - inset - 1])
          expect(Math.abs(image.at(x + corner, y + other) - level)).toBe(4);
    }
  });

  it('has 5 % in black and 95 % in white', () => {
    const middle = layout.insets.map(({ patch: { x, y, size } }) =>
      image.at(x + Math.floor(size / 2), y + Math.floor(size / 2)),
    );
    expect(middle).toEqual([13, 242]);
    expect(layout.insets.map(({ patch: { x, y } }) => image.at(x + 1, y + 1))).toEqual([0, 255]);
  });

  it('has line pairs of one and of two pixels of the monitor', () => {
    for (const { box, direction, pixelsPerLine } of layout.lines) {
      const along = (step: number): number =>
        direction === 'vertical' ? image.at(box.x + step, box.y + 1) : image.at(box.x + 1, box.y + step);
      const seen = Array.from({ length: 8 }, (_, step) => along(step));
      expect(seen).toEqual(
        pixelsPerLine === 1 ? [255, 0, 255, 0, 255, 0, 255, 0] : [255, 255, 0, 0, 255, 255, 0, 0],
      );
    }
  });
});

describe('luminance steps', () => {
  it('are a tenth of the area on 20 %', () => {
    const image = luminanceStep(1000, 800, 255);
    expect(image.at(0, 0)).toBe(51);
    const white = image.values.filter((value) => value === 255).length;
    expect(Math.abs(white / 800_000 - 0.1)).toBeLessThan(0.001);
  });
  it('are uniform where they are to be', () => {
    expect(new Set(uniform(64, 48, 204).values)).toEqual(new Set([204]));
  });
});
