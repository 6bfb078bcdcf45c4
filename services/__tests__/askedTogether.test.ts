import { expect, it } from 'vitest';
import { askedTogether } from '../askedTogether.ts';

it('asks once for all who ask at about the same time, and answers each their own', async () => {
  const asked: string[][] = [];
  const lengthOf = askedTogether((keys: readonly string[]) => {
    asked.push([...keys]);
    return Promise.resolve(keys.map(({ length }) => length));
  });
  const early = Promise.all([lengthOf('a'), lengthOf('bb'), lengthOf('a')]);
  const later = Promise.resolve().then(() => lengthOf('ccc'));
  expect([...(await early), await later]).toEqual([1, 2, 1, 3]);
  expect(asked).toEqual([['a', 'bb', 'a', 'ccc']]);
  // What was answered is not kept.
  expect(await lengthOf('a')).toBe(1);
  expect(asked).toHaveLength(2);
});

it('lets nobody bear with what is wrong with another', async () => {
  const ask = askedTogether((keys: readonly number[]) =>
    keys.includes(2)
      ? Promise.reject(new Error('two is broken'))
      : Promise.resolve(keys.map((key) => key * 10)),
  );
  const settled = await Promise.allSettled([ask(1), ask(2), ask(3)]);
  expect(settled).toEqual([
    { status: 'fulfilled', value: 10 },
    { status: 'rejected', reason: new Error('two is broken') },
    { status: 'fulfilled', value: 30 },
  ]);
});
