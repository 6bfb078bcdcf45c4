import { describe, expect, it } from 'vitest';
import { floodFill, type GridSize } from '../floodFill.ts';

/** Fills from a voxel over those drawn as `x`; gives how many there were and the picture, filled ones as `o`. */
function fill(layers: readonly (readonly string[])[], start: number) {
  const voxels = [...layers.flat().join('')];
  const size: GridSize = {
    columns: layers[0]?.[0]?.length ?? 0,
    rows: layers[0]?.length ?? 0,
    layers: layers.length,
  };
  const count = floodFill(size, new Int32Array(voxels.length), start, (at) => {
    if (voxels[at] !== 'x') return false;
    voxels[at] = 'o';
    return true;
  });
  const rows = Array.from({ length: voxels.length / size.columns }, (_, row) =>
    voxels.slice(row * size.columns, (row + 1) * size.columns).join(''),
  );
  return { count, rows };
}

describe('floodFill', () => {
  it('takes what hangs together by faces, not by corners nor across the ends of rows', () => {
    expect(fill([['xx.x', '.x..', 'x.xx']], 0)).toEqual({ count: 3, rows: ['oo.x', '.o..', 'x.xx'] });
    expect(fill([['..xx', 'xx..']], 2)).toEqual({ count: 2, rows: ['..oo', 'xx..'] });
  });

  it('goes through layers, and not from the last row of one to the first of the next', () => {
    const layers = [
      ['x..', '..x'],
      ['x..', 'x.x'],
      ['...', 'x..'],
    ];
    expect(fill(layers, 0)).toEqual({ count: 4, rows: ['o..', '..x', 'o..', 'o.x', '...', 'o..'] });
    expect(
      fill(
        [
          ['...', 'xxx'],
          ['xxx', '...'],
        ],
        3,
      ).count,
    ).toBe(3);
  });

  it('takes nothing where it begins beside it', () => {
    expect(fill([['.x']], 0)).toEqual({ count: 0, rows: ['.x'] });
  });

  it('fills a whole grid once', () => {
    expect(
      fill(
        [
          ['xxx', 'xxx'],
          ['xxx', 'xxx'],
        ],
        7,
      ).count,
    ).toBe(12);
  });
});
