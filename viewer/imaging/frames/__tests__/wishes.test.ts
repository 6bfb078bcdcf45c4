import { describe, expect, it } from 'vitest';
import type { FrameRef } from '../../series/frameRef.ts';
import { Wishes } from '../wishes.ts';

const frames = (...names: string[]): FrameRef[] => names.map((imageId) => ({ imageId }) as FrameRef);
const room = (): boolean => true;
const nothingThere = (): boolean => false;

describe('Wishes', () => {
  it('lets owners take turns and skips what is there', () => {
    const wishes = new Wishes(2);
    wishes.set('one', frames('a', 'b', 'c'));
    wishes.set('two', frames('x', 'y'));
    const there = new Set(['b']);
    const taken = Array.from({ length: 5 }, () => wishes.next((id) => there.has(id), room)?.imageId);
    expect(taken).toEqual(['a', 'x', 'c', 'y', undefined]);
  });

  it('knows what is claimed, what is needed soon, and puts back what is still claimed', () => {
    const wishes = new Wishes(1);
    wishes.set('one', frames('a', 'b'));
    expect([wishes.isNeededSoon('a'), wishes.isNeededSoon('b'), wishes.isClaimed('b')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(wishes.next(nothingThere, room)?.imageId).toBe('a');
    wishes.putBack(frames('a')[0] as FrameRef);
    wishes.putBack(frames('z')[0] as FrameRef);
    expect([1, 2, 3].map(() => wishes.next(nothingThere, room)?.imageId)).toEqual(['b', 'a', undefined]);
  });

  it('gives of each owner no more than the limit, until that is lifted or the owner wishes anew', () => {
    const wishes = new Wishes(1);
    wishes.limit = 2;
    wishes.set('one', frames('a', 'b', 'c'));
    wishes.set('two', frames('x'));
    const take = (): (string | undefined)[] =>
      Array.from({ length: 4 }, () => wishes.next(nothingThere, room)?.imageId);
    expect(take()).toEqual(['a', 'x', 'b', undefined]);
    wishes.set('two', frames('y'));
    expect(take()).toEqual(['y', undefined, undefined, undefined]);
    wishes.limit = Infinity;
    expect(take()).toEqual(['c', undefined, undefined, undefined]);
  });

  it('gives nothing while there is no room, and loses nothing by it', () => {
    const wishes = new Wishes(1);
    wishes.set('one', frames('a'));
    expect(wishes.next(nothingThere, () => false)).toBeUndefined();
    expect(wishes.next(nothingThere, room)?.imageId).toBe('a');
  });
});
