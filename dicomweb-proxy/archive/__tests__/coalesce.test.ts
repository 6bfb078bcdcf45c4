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
});
