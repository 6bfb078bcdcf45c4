import { expect, it } from 'vitest';
import { parseJsonArray } from '../parseJsonArray.ts';

const parse = (text: string): Promise<unknown> => parseJsonArray(Buffer.from(text, 'utf8'));

it('reads what JSON.parse reads, item by item', async () => {
  const values = [{ a: '],[{"\\', 张三: [1, { b: [[], {}] }] }, ['"', ','], 'x', -1.5, true, null, {}];
  for (const array of [values, [], [values], [1]]) {
    for (const space of [0, 2]) expect(await parse(JSON.stringify(array, null, space))).toEqual(array);
  }
  expect(await parse(' [ ] ')).toEqual([]);
});

it('refuses what is no array, or cut', async () => {
  for (const text of ['', '{"a":[1]}', '[1', '[1,', '[1,]', '[{"a":1', '["a', 'null']) {
    await expect(parse(text)).rejects.toBeInstanceOf(SyntaxError);
  }
});
