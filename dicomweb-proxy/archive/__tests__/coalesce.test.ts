import { describe, expect, it } from 'vitest';
import { Coalescer } from '../coalesce.ts';

describe('Coalescer', () => {
  it('does work once for all who wait, and again for who comes later', async () => {
    const coalescer = new Coalescer<number>();
    let runs = 0;
    let finish: (value: number) => void = () => undefined;
    const work = (): Promise<number> => {
      runs += 1;
      return new Promise((resolve) => (finish = resolve));
    };
    const waiting = [coalescer.run('a', work), coalescer.run('a', work), coalescer.run('a', work)];
    await Promise.resolve();
    expect(runs).toBe(1);
    finish(7);
    expect(await Promise.all(waiting)).toEqual([7, 7, 7]);
    expect(coalescer.size).toBe(0);
    const later = coalescer.run('a', work);
    finish(8);
    expect(await later).toBe(8);
    expect(runs).toBe(2);
  });

  it('lets a failure reach everybody and forgets it', async () => {
    const coalescer = new Coalescer<number>();
    const fail = (): Promise<number> => Promise.reject(new Error('down'));
    const results = await Promise.allSettled([coalescer.run('a', fail), coalescer.run('a', fail)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await coalescer.run('a', () => Promise.resolve(1))).toBe(1);
  });

  it('settles for work that throws before it begins', async () => {
    const coalescer = new Coalescer<number>();
    await expect(
      coalescer.run('a', () => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    expect(coalescer.size).toBe(0);
  });

  describe('lets who asks leave', () => {
    const begin = () => {
      const coalescer = new Coalescer<number>();
      const finish = Promise.withResolvers<number>();
      let ended: AbortSignal | undefined;
      const work = (signal: AbortSignal): Promise<number> => ((ended = signal), finish.promise);
      return { coalescer, work, finish, isEnded: () => ended?.aborted };
    };

    it('without ending it for those who stay', async () => {
      const { coalescer, work, finish, isEnded } = begin();
      const [one, other] = [new AbortController(), new AbortController()];
      const leaves = coalescer.run('a', work, one.signal);
      const stays = coalescer.run('a', work, other.signal);
      one.abort(new Error('left'));
      await expect(leaves).rejects.toThrow('left');
      expect(isEnded()).toBe(false);
      finish.resolve(7);
      expect(await stays).toBe(7);
    });

    it('and ends when all have, so that who comes then begins anew', async () => {
      const { coalescer, work, isEnded } = begin();
      const [one, other] = [new AbortController(), new AbortController()];
      const both = [one, other].map(({ signal }) => coalescer.run('a', work, signal));
      one.abort(new Error('left'));
      other.abort(new Error('left'));
      expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect(isEnded()).toBe(true);
      expect(await coalescer.run('a', () => Promise.resolve(8))).toBe(8);
    });

    it('but goes on for who cannot leave', async () => {
      const { coalescer, work, finish, isEnded } = begin();
      const one = new AbortController();
      const leaves = coalescer.run('a', work, one.signal);
      const stays = coalescer.run('a', work);
      one.abort(new Error('left'));
      await expect(leaves).rejects.toThrow('left');
      expect(isEnded()).toBe(false);
      finish.resolve(7);
      expect(await stays).toBe(7);
    });
  });
});
