import { afterAll, beforeAll, expect, it } from 'vitest';
import { SetUp } from './faults/support/setUp.ts';
import { makeInstance, store } from './support/instances.ts';

let setUp: SetUp;
beforeAll(async () => {
  setUp = await SetUp.make();
});
afterAll(() => setUp.close());

it('refuses a file that announces gigabytes before the archive makes room for them', async () => {
  const asked: string[] = [];
  setUp.relay.onRequest = (line) => {
    if (line.startsWith('POST /instances')) asked.push(line);
  };
  const { file } = makeInstance({ study: '1.15.1' });
  const absurd = Buffer.from(file);
  const at = absurd.lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
  const length = absurd.readUInt32LE(at + 8);
  expect(length).toBe(absurd.length - at - 12);
  absurd.writeUInt32LE(0xfffffff0, at + 8);

  expect((await store(setUp.root, [absurd])).status).toBe(409);
  const { files } = (await (await fetch(`${setUp.root}/refused`)).json()) as {
    files: { refusal: { code: string; text: string } }[];
  };
  expect(files.map(({ refusal }) => refusal)).toMatchObject([
    { code: 'cut', text: `ends within (7FE0,0010), ${0xfffffff0 - length} bytes are missing` },
  ]);
  expect(asked).toEqual([]);

  // One with a length that is a little too large is the archive's to judge; and a good one is taken in, all of it.
  absurd.writeUInt32LE(length + 2, at + 8);
  expect((await store(setUp.root, [absurd])).status).toBe(409);
  expect((await store(setUp.root, [file])).status).toBe(200);
  expect(asked).toHaveLength(2);
});
