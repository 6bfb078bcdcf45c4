import { describe, expect, it } from 'vitest';
import type { Point3 } from '../../geometry/vector.ts';
import type { PixelGrid } from '../../volume/index.ts';
import { MaskVolume, type Mask } from '../maskVolume.ts';
import { outlineOf } from '../outline.ts';
import type { MaskGeometry } from '../segmentation.ts';

/** 8 x 6 pixels of 1 mm, layers 2 mm apart at z = 0, 2 and 6: the one at 4 is empty and left out. */
const geometry: MaskGeometry = {
  columns: 8,
  rows: 6,
  rowCosines: [1, 0, 0],
  columnCosines: [0, 1, 0],
  rowSpacing: 1,
  columnSpacing: 1,
  origins: [
    [0, 0, 0],
    [0, 0, 2],
    [0, 0, 6],
  ],
  halfMm: 1,
};

const none = { mode: 'none', thicknessMm: 0 } as const;

const box = (left: number, top: number, right: number, bottom: number, value = 1): Uint8Array =>
  Uint8Array.from({ length: 48 }, (_, at) => {
    const [column, row] = [at % 8, Math.floor(at / 8)];
    return column >= left && column <= right && row >= top && row <= bottom ? value : 0;
  });

const axial = (z: number): PixelGrid => ({
  plane: {
    position: [0, 0, z],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    rowSpacing: 1,
    columnSpacing: 1,
  },
  columns: 8,
  rows: 6,
});

/** Looking from the front at y: columns along x, rows down z from 8 on, every half millimetre. */
const coronal = (y: number): PixelGrid => ({
  plane: {
    position: [0, y, 8],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 0, -1],
    rowSpacing: 0.5,
    columnSpacing: 1,
  },
  columns: 8,
  rows: 20,
});

const count = (masks: readonly Mask[], segment: number): number =>
  masks
    .filter((mask) => mask.segment === segment)
    .reduce((sum, { values }) => sum + values.filter(Boolean).length, 0);

function volume(): MaskVolume {
  const masks = new MaskVolume(geometry);
  masks.feed(0, 1, box(1, 1, 3, 2));
  masks.feed(1, 1, box(2, 1, 3, 2));
  masks.feed(1, 2, box(3, 2, 6, 4));
  masks.feed(2, 1, box(1, 1, 1, 1));
  return masks;
}

describe('MaskVolume', () => {
  it('gives back on its own planes what it was fed, overlaps included', () => {
    const cut = volume().cut(axial(2), none);
    expect(cut.map(({ segment, left, top, columns, rows }) => [segment, left, top, columns, rows])).toEqual([
      [1, 2, 1, 2, 2],
      [2, 3, 2, 4, 3],
    ]);
    expect([count(cut, 1), count(cut, 2)]).toEqual([4, 12]);
  });

  it('reaches half a layer on both sides, and leaves what lies between layers empty', () => {
    const counts = [0.9, 1.1, 2.9, 3.5, 4, 4.9, 5.1, 7.1].map((z) => count(volume().cut(axial(z), none), 1));
    expect(counts).toEqual([6, 4, 4, 0, 0, 0, 1, 0]);
  });

  it('cuts across the layers', () => {
    const [mask] = volume()
      .cut(coronal(1), none)
      .filter(({ segment }) => segment === 1) as [Mask];
    /** The heights (mm) at which a column of the picture is in the segment. */
    const heights = (column: number): number[] =>
      [...mask.values].flatMap((value, at) =>
        value > 0 && mask.left + (at % mask.columns) === column
          ? [8 - (mask.top + Math.floor(at / mask.columns)) / 2]
          : [],
      );
    // Layers 0 and 6 and nothing between them; the rim between two layers belongs to either.
    expect(heights(1).filter((z) => z > 3)).toEqual([7, 6.5, 6, 5.5, 5]);
    expect(heights(1).filter((z) => z <= 3)).toEqual(expect.arrayContaining([0.5, 0, -0.5, -1]));
    expect(heights(1).every((z) => z >= 5 || z <= 1)).toBe(true);
    expect(heights(2)).toEqual([3, 2.5, 2, 1.5, 1, 0.5, 0, -0.5, -1]);
    expect(heights(4)).toEqual([]);
  });

  it('takes the greatest along a slab', () => {
    const slab = { mode: 'mip', thicknessMm: 6 } as const;
    expect(count(volume().cut(axial(3), slab), 1)).toBe(6);
    expect(count(volume().cut(axial(3), { mode: 'avgip', thicknessMm: 1 }), 1)).toBe(4);
  });

  it('splits label maps and keeps fractions', () => {
    const masks = new MaskVolume(geometry);
    masks.feed(
      0,
      undefined,
      Uint16Array.from(box(0, 0, 1, 0, 3), (value, at) => (at === 20 ? 300 : value)),
    );
    masks.feed(1, 9, box(0, 0, 1, 0, 128));
    expect(masks.cut(axial(0), none).map(({ segment, values }) => [segment, [...values]])).toEqual([
      [3, [1, 1]],
      [300, [1]],
    ]);
    expect([...(masks.cut(axial(2), none)[0] as Mask).values]).toEqual([128, 128]);
  });

  it('follows layers that are shifted against each other (gantry tilt)', () => {
    const origins: Point3[] = [
      [0, 0, 0],
      [0, 1, 2],
      [0, 2, 6],
    ];
    const masks = new MaskVolume({ ...geometry, origins });
    masks.feed(1, 1, box(2, 1, 3, 1));
    expect(masks.cut(axial(2), none)).toMatchObject([{ left: 2, top: 2, columns: 2, rows: 1 }]);
  });
});

describe('outlineOf', () => {
  it('runs along the edges of pixels, holes included', () => {
    // A ring of 3 x 3 pixels about an empty one: 4 sides of 3, 4 of 1.
    const mask: Mask = {
      segment: 1,
      left: 4,
      top: 2,
      columns: 3,
      rows: 3,
      values: Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1),
    };
    const pieces = outlineOf(mask, 0.5);
    expect(pieces).toHaveLength(8);
    expect(pieces).toContainEqual([3.5, 1.5, 6.5, 1.5]);
    expect(pieces).toContainEqual([4.5, 2.5, 5.5, 2.5]);
    expect(pieces.reduce((sum, [a, b, c, d]) => sum + Math.hypot(c - a, d - b), 0)).toBe(16);
  });
});
