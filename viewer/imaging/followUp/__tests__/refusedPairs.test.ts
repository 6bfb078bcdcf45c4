import { describe, expect, it } from 'vitest';
import { RefusedPairs, type PairStorage } from '../refusedPairs.ts';

/** A storage that lives as long as the test. */
function storage(): PairStorage & { readonly kept: Map<string, readonly string[]> } {
  const kept = new Map<string, readonly string[]>();
  return {
    kept,
    read: (key) => Promise.resolve(kept.get(key) ?? []),
    change: (key, by) => {
      kept.set(key, by(kept.get(key) ?? []));
      return Promise.resolve();
    },
  };
}

const [now, beside, before, older] = [
  { id: '2.25.4', studyInstanceUid: '1.4' },
  { id: '2.25.41', studyInstanceUid: '1.4' },
  { id: '2.25.3', studyInstanceUid: '1.3' },
  { id: '2.25.2', studyInstanceUid: '1.2' },
] as const;
const studies = ['1.4', '1.3', '1.2'];

describe('RefusedPairs', () => {
  it('knows in a later visit what was refused, of each two studies for itself', async () => {
    const kept = storage();
    const first = new RefusedPairs(kept);
    expect(await first.load(studies)).toBe(true);
    first.refuse(now, before);
    first.refuse(older, before);
    expect([...kept.kept]).toEqual([
      ['1.3 1.4', ['2.25.3 2.25.4']],
      ['1.2 1.3', ['2.25.2 2.25.3']],
    ]);
    const later = new RefusedPairs(kept);
    await later.load(studies);
    expect(later.mayPropose(before, now)).toBe(false);
    expect(later.mayPropose(before, beside)).toBe(true);
    expect(later.mayPropose(now, older)).toBe(true);
    later.permit(before, now);
    expect(later.mayPropose(now, before)).toBe(true);
    expect(kept.kept.get('1.3 1.4')).toEqual([]);
    // Another tab refused something meanwhile: it stays.
    first.refuse(beside, before);
    later.refuse(now, before);
    expect(kept.kept.get('1.3 1.4')).toEqual(['2.25.3 2.25.41', '2.25.3 2.25.4']);
  });

  it('says when all changes are kept, one that takes long too', async () => {
    const slow = storage();
    const waiting: (() => void)[] = [];
    const pairs = new RefusedPairs({
      read: slow.read,
      change: async (key, by) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        await slow.change(key, by);
      },
    });
    pairs.refuse(now, before);
    pairs.refuse(older, before);
    const kept = pairs.whenKept.then(() => [...slow.kept.keys()]);
    waiting[1]?.();
    await Promise.resolve();
    waiting[0]?.();
    expect((await kept).toSorted()).toEqual(['1.2 1.3', '1.3 1.4']);
  });

  it('proposes nothing of studies of which nobody knows yet, and reads each two once', async () => {
    const pairs = new RefusedPairs(storage());
    expect(pairs.mayPropose(now, before)).toBe(false);
    await pairs.load(['1.4', '1.3']);
    expect(pairs.mayPropose(now, before)).toBe(true);
    expect(pairs.mayPropose(now, older)).toBe(false);
    expect(await pairs.load(['1.3', '1.4'])).toBe(false);
    expect(await pairs.load(studies)).toBe(true);
    expect(pairs.mayPropose(now, older)).toBe(true);
  });

  it('forgets with the page where nothing can be kept', () => {
    const pairs = new RefusedPairs();
    pairs.refuse(now, before);
    expect(pairs.mayPropose(now, before)).toBe(false);
    expect(new RefusedPairs().mayPropose(now, before)).toBe(true);
  });
});
