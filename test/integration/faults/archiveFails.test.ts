import { afterAll, beforeAll, expect, it } from 'vitest';
import { store } from '../support/instances.ts';
import { makeSlice } from '../support/slices.ts';
import { asStored, either, frame, holds, htj2k, prepared, until, untilPrepared } from './support/reading.ts';
import { SetUp } from './support/setUp.ts';

const study = '1.15.1';
const slices = [1, 2, 3].map((number) => makeSlice(study, number));
const [slice] = slices as [(typeof slices)[number]];

let setUp: SetUp;
beforeAll(async () => {
  setUp = await SetUp.make();
});
afterAll(() => setUp.close());

it('a failure of the archive is told and not kept: frames and pictures are prepared when it is over', async () => {
  let asked = 0;
  setUp.relay.onRequest = (line) => (asked += line.endsWith('/raw') ? 1 : 0);
  setUp.relay.refuses = (line) => line.endsWith('/raw');
  const files = slices.map(({ file }) => file);
  expect((await store(setUp.root, files)).status).toBe(200);
  // The picture of the middle, then every frame.
  await until(() => asked >= 1 + slices.length);
  for (const accept of [asStored, htj2k]) {
    const refused = await frame(setUp.root, slice, accept);
    expect([accept, refused.status]).toEqual([accept, 502]);
  }
  const nothing = { frames: 3, prepared: 0, asStored: 0, failed: 0, pictures: 0 };
  expect(await prepared(setUp.root, study)).toMatchObject(nothing);

  setUp.relay.refuses = () => false;
  const answer = await frame(setUp.root, slice, either);
  expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
  expect(await untilPrepared(setUp.root, study)).toMatchObject({ frames: 3, prepared: 3, failed: 0 });
  expect((await fetch(`${setUp.root}/studies/${study}/thumbnail`)).status).toBe(200);
  await until(async () => (await prepared(setUp.root, study)).pictures === 1);
});
