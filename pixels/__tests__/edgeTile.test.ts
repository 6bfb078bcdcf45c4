import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeFrame, imagePixelModule } from '../index.ts';
import { colour } from './image.ts';

const jpegBaseline = '1.2.840.10008.1.2.4.50';

describe('tiles at the edge that were cut off', () => {
  // A matrix of 40 x 20 in tiles of 16: the last column of tiles has 8 of 16, the last row 4.
  const whole = colour({ rows: 16, columns: 16, photometricInterpretation: 'YBR_FULL' });
  const image = { ...whole, totalPixelMatrix: { rows: 20, columns: 40 } };
  const grey = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: { r: 120, g: 120, b: 120 } } })
      .jpeg({ chromaSubsampling: '4:4:4' })
      .toBuffer();

  it('lie at the upper left of their frame, the rest is 0', async () => {
    const { values, rows, columns } = await decodeFrame(await grey(8, 4), jpegBaseline, image);
    expect([rows, columns]).toEqual([16, 16]);
    const lit = [...values].flatMap((value, i) => (value === 0 ? [] : [i]));
    expect(lit).toHaveLength(8 * 4 * 3);
    expect(Math.max(...lit)).toBe((3 * 16 + 7) * 3 + 2);
    expect(new Set(lit.map((i) => values[i]))).toEqual(new Set([120]));
  });

  it('are refused in any other size, and in images that are no tiles', async () => {
    const says = 'the data set says 16x16';
    await expect(decodeFrame(await grey(9, 4), jpegBaseline, image)).rejects.toThrow(says);
    await expect(decodeFrame(await grey(8, 4), jpegBaseline, whole)).rejects.toThrow(says);
  });

  it('are known by the Total Pixel Matrix', () => {
    const us = (value: number) => ({ vr: 'US', Value: [value] });
    const module = imagePixelModule({
      '00280010': us(16),
      '00280011': us(16),
      '00280100': us(8),
      '00480006': us(40),
      '00480007': us(20),
    });
    expect(module.totalPixelMatrix).toEqual({ rows: 20, columns: 40 });
  });
});
