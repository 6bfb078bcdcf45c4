import { describe, expect, it } from 'vitest';
import { beyondBody } from '../beyondBody.ts';
import { HiddenVoxels } from '../hiddenVoxels.ts';

const hu: Record<string, number> = { ' ': -1000, m: -880, l: -850, b: 40, t: 300 };

const layerOf = (picture: readonly string[]): Int16Array =>
  Int16Array.from(picture.flatMap((row) => [...row].map((sign) => hu[sign] as number)));

/** The picture with x for what is not inside of the body. */
function crossed(picture: readonly string[]): string[] {
  const columns = (picture[0] as string).length;
  const signs = [...picture.join('')];
  const runs = beyondBody(layerOf(picture), columns, picture.length);
  for (let at = 0; at < runs.length; at += 2) signs.fill('x', runs[at], runs[at + 1]);
  return picture.map((_, row) => signs.slice(row * columns, (row + 1) * columns).join(''));
}

describe('beyondBody', () => {
  it('takes away the air around, the table and the skin, and leaves the lungs', () => {
    const picture = [
      '                  ',
      '  bbbbbbbbbbbbbb  ',
      '  bbbbbbbbbbbbbb  ',
      '  bbbllllbbbbbbb  ',
      '  bbbllllbb bbbb  ',
      '  bbbbbbbbbbbbbb  ',
      '  bbbbbbbbbbbbbb  ',
      'mmmmmmmmmmmmmmmmmm',
      ' tttttttttttttttt ',
      ' t              t ',
      ' tttttttttttttttt ',
    ];
    // Two voxels of the body's surface go with the air.
    const nothing = 'x'.repeat(18);
    expect(crossed(picture)).toEqual([
      ...[nothing, nothing, nothing],
      'xxxxbllllbbbbbxxxx',
      'xxxxbllllbb bbxxxx',
      ...[nothing, nothing, nothing, nothing, nothing, nothing],
    ]);
  });

  it('does not take lung for the air around where the image ends in it', () => {
    const picture = ['bbbbbbbb', 'llllbbbb', 'llllbbbb', 'bbbbbbbb'];
    expect(crossed(picture)).toEqual(picture);
  });
});

describe('HiddenVoxels', () => {
  it('takes runs out and puts them back as they were', () => {
    const values = Int16Array.from([1, 2, 3, 4, 5, 6]);
    const hidden = new HiddenVoxels(values, Int32Array.from([0, 2, 5, 6]));
    expect(hidden.setHidden(false)).toBe(false);
    expect(hidden.setHidden(true)).toBe(true);
    expect([...values]).toEqual([50, 50, 3, 4, 5, 50]);
    expect(hidden.setHidden(true)).toBe(false);
    expect(hidden.setHidden(false)).toBe(true);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
