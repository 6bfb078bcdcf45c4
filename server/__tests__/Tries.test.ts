import { expect, it } from 'vitest';
import type { HttpProblem } from '../../dicomweb-proxy/index.ts';
import { Tries } from '../Tries.ts';

const refusal = async (tries: Tries, key: string | undefined): Promise<HttpProblem | undefined> =>
  tries.refuse(key).then(
    () => undefined,
    (error: unknown) => error as HttpProblem,
  );

it('hears nobody who has failed too often, and all others', async () => {
  const tries = new Tries({ name: 'a', points: 3, seconds: 60 });
  for (let n = 0; n < 3; n += 1) {
    expect(await refusal(tries, '10.0.0.1')).toBeUndefined();
    await tries.count('10.0.0.1');
  }
  const problem = await refusal(tries, '10.0.0.1');
  expect(problem).toMatchObject({ status: 429, code: 'too-many-tries' });
  expect(Number(problem?.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(problem?.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect(await refusal(tries, '10.0.0.2')).toBeUndefined();
  expect(await refusal(tries, undefined)).toBeUndefined();
  await tries.forget('10.0.0.1');
  expect(await refusal(tries, '10.0.0.1')).toBeUndefined();
});

it('takes all addresses of one subnet of IPv6 for one', async () => {
  const tries = new Tries({ name: 'b', points: 1, seconds: 60 });
  await tries.count('2001:db8:1:2::1');
  for (const same of ['2001:db8:1:2:ffff:1:2:3', '2001:db8:1:2::']) {
    expect([same, (await refusal(tries, same))?.status]).toEqual([same, 429]);
  }
  for (const other of ['2001:db8:1:3::1', '2001:db8::1', '::1']) {
    expect([other, await refusal(tries, other)]).toEqual([other, undefined]);
  }
});
