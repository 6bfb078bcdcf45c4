import { expect, it } from 'vitest';
import { Slots } from '../Slots.ts';

it('runs so many at a time, in the order in which they came, whatever becomes of them', async () => {
  const slots = new Slots(2);
  const began: number[] = [];
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
  const results = gates.map(({ promise }, index) =>
    slots
      .run(() => {
        began.push(index);
        return promise;
      })
      .catch((error: unknown) => error),
  );
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(began).toEqual([0, 1]);
  gates[1]?.reject('failed');
  await settle();
  expect(began).toEqual([0, 1, 2]);
  gates[0]?.resolve(0);
  gates[2]?.resolve(2);
  await settle();
  expect(began).toEqual([0, 1, 2, 3, 4]);
  gates[3]?.resolve(3);
  gates[4]?.resolve(4);
  expect(await Promise.all(results)).toEqual([0, 'failed', 2, 3, 4]);
  // All places are free again.
  void slots.run(() => new Promise(() => began.push(5)));
  void slots.run(() => new Promise(() => began.push(6)));
  await settle();
  expect(began.slice(5)).toEqual([5, 6]);
});
