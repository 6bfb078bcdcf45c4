import { describe, expect, it } from 'vitest';
import { ShownOverlays } from '../shownOverlays.ts';

const showing = (...series: string[]) => ({
  indices: [...series.keys()],
  seriesAt: (index: number) => series[index],
});

describe('overlays that are switched on', () => {
  it('go with their series into another viewport, and away with it', () => {
    const shown = new ShownOverlays();
    const left: [number, string][] = [];
    const follow = (...series: string[]) =>
      shown.follow(showing(...series), false, (index, id) => left.push([index, id])).moved;
    shown.add(0, 'CT', 'pet');
    shown.add(0, 'CT', 'seg');
    expect(follow('CT', 'PT')).toBe(false);
    expect(follow('PT', 'CT')).toBe(true);
    expect([shown.ids(0), shown.ids(1)]).toEqual([[], ['pet', 'seg']]);
    expect(follow('PT', 'MR')).toBe(true);
    expect(shown.ids(1)).toEqual([]);
    expect(left).toEqual([
      [0, 'pet'],
      [0, 'seg'],
      [1, 'pet'],
      [1, 'seg'],
    ]);
  });

  it('come into all planes of their series', () => {
    const shown = new ShownOverlays();
    shown.add(1, 'CT', 'pet');
    shown.follow(showing('PT', 'CT', 'CT', 'CT'), true, () => undefined);
    expect([0, 1, 2, 3].map((index) => shown.ids(index))).toEqual([[], ['pet'], ['pet'], ['pet']]);
    shown.remove(2, 'pet');
    expect([1, 2, 3].map((index) => shown.ids(index).length)).toEqual([1, 0, 1]);
  });

  it('are laid over one series at a time', () => {
    const shown = new ShownOverlays();
    shown.add(0, 'CT', 'pet');
    shown.add(0, 'MR', 'seg');
    expect(shown.ids(0)).toEqual(['seg']);
    expect(shown.remove(0, 'pet')).toBe(false);
  });
});
