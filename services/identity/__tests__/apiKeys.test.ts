import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import type { Database } from '../../database/index.ts';
import { ApiKeys, sessionOfKey } from '../index.ts';

const now = new Date('2026-11-25T02:00:00Z');
const ruleId = '7d9f6d4e-1111-4222-8333-444455556666';

describeOnEngines('keys of programs', (engine) => {
  let database: Database;
  let keys: ApiKeys;
  beforeAll(async () => {
    database = await engine.open();
    keys = new ApiKeys(database);
  });
  const input = { name: 'region', ruleIds: [ruleId] };
  const verify = (text: string, address: string | undefined = '10.1.1.1', at = now) =>
    keys.verify(text, { address, now: at });

  it('give a service with the rules that were named', async () => {
    const { text, key } = await keys.create(input, now);
    expect(text).toMatch(/^yyk_[\w-]{8}_[\w-]{43}$/);
    expect(text.startsWith(`${key.prefix}_`)).toBe(true);
    expect(await verify(text)).toMatchObject({
      ok: true,
      principal: { kind: 'key', id: key.id, role: 'service', ruleIds: new Set([ruleId]), institutions: [] },
    });
    const rows = await database.db.selectFrom('api_key').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(text.slice(13));
    expect((await keys.list()).find(({ id }) => id === key.id)?.lastUsedAt).toEqual(now);
  });

  it('name rules of the program as well', async () => {
    const { text } = await keys.create({ ...input, ruleIds: ['built-in:local-programs', ruleId] }, now);
    expect(await verify(text)).toMatchObject({
      ok: true,
      principal: { ruleIds: new Set(['built-in:local-programs', ruleId]), name: 'region' },
    });
    await expect(keys.create({ ...input, ruleIds: ['no rule; at all'] }, now)).rejects.toThrow();
  });

  it('are remembered as sessions without an end but their own', async () => {
    const { key } = await keys.create(input, now);
    const ending = new Date('2026-12-01T00:00:00Z');
    const { key: limited } = await keys.create({ ...input, expiresAt: ending }, now);
    expect(sessionOfKey(key, now)).toMatchObject({
      id: key.id,
      kind: 'key',
      personId: null,
      idleMs: Infinity,
    });
    expect(sessionOfKey(key, now).expiresAt.getUTCFullYear()).toBe(275_760);
    expect(sessionOfKey(limited, now).expiresAt).toEqual(ending);
  });

  it('are not known with another secret, prefix or shape', async () => {
    const { text } = await keys.create(input, now);
    const flipped = text.slice(0, -2) + (text.at(-2) === 'A' ? 'B' : 'A') + text.slice(-1);
    for (const other of [
      '',
      'yyk_',
      flipped,
      text.replace('yyk_', 'yyk_0').slice(0, -1),
      `${text} `,
      'x'.repeat(9999),
    ])
      expect(await verify(other)).toEqual({ ok: false, problem: 'unknown' });
  });

  it('are good from their addresses, until their end, and until they are revoked', async () => {
    const expiresAt = new Date(now.getTime() + 1000);
    const { text, key } = await keys.create({ ...input, addresses: ['10.1.0.0/16', '::1'], expiresAt }, now);
    expect((await verify(text, '::ffff:10.1.9.9')).ok).toBe(true);
    expect((await verify(text, '::1')).ok).toBe(true);
    expect(await verify(text, '10.2.0.1')).toEqual({ ok: false, problem: 'address', keyId: key.id });
    expect(await keys.verify(text, { address: undefined, now })).toMatchObject({ problem: 'address' });
    expect(await verify(text, '::1', expiresAt)).toMatchObject({ problem: 'expired' });
    expect(await keys.revoke(key.id, now)).toBe(true);
    expect(await keys.revoke(key.id, now)).toBe(false);
    expect(await verify(text, '::1')).toMatchObject({ problem: 'revoked' });
  });

  it('need a name, rules, and addresses that are some', async () => {
    for (const wrong of [
      { name: ' ' },
      { ruleIds: [] },
      { ruleIds: ['all of them'] },
      { addresses: ['10.0.0.0/40'] },
    ])
      await expect(keys.create({ ...input, ...wrong }, now)).rejects.toThrow();
  });
});
