import { describe, expect, it } from 'vitest';
import type { Principal } from '../../access/index.ts';
import type { Changes, ChangesListener } from '../../database/index.ts';
import { SessionCache, topics, type Session } from '../index.ts';

const start = 1_800_000_000_000;
const minute = 60_000;

const session = (some: Partial<Session> = {}): Session => ({
  id: 's1',
  kind: 'browser',
  personId: 'p1',
  hisId: null,
  shareId: null,
  grant: null,
  address: '10.0.0.1',
  userAgent: '',
  createdAt: new Date(start),
  lastSeenAt: new Date(start),
  expiresAt: new Date(start + 600 * minute),
  idleMs: 30 * minute,
  ...some,
});
const principal: Principal = {
  kind: 'person',
  id: 'p1',
  role: 'radiologist',
  institutions: [],
  departments: [],
  ownPatients: new Set(),
  given: [],
};

const keep = (cache: SessionCache, header: string, one = session(), now = start) =>
  cache.remember(header, one, principal, { ticket: cache.ticket, now });

describe('the cache of sessions', () => {
  it('knows a header it was told of, and no other', () => {
    const cache = new SessionCache();
    const live = keep(cache, 'yunying=a');
    expect(cache.get('yunying=a', start + 1)).toBe(live);
    expect(cache.get('yunying=b', start + 1)).toBeUndefined();
    expect(cache.get('yunying=a ', start + 1)).toBeUndefined();
  });

  it('ends a session that was idle for its time, and not one that was used', () => {
    const cache = new SessionCache();
    keep(cache, 'a');
    expect(cache.get('a', start + 29 * minute)).toBeDefined();
    expect(cache.get('a', start + 58 * minute)).toBeDefined();
    expect(cache.get('a', start + 88 * minute)).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it('finds out anew who it is of when somebody is no longer their patient', () => {
    const cache = new SessionCache();
    const until = start + minute;
    cache.remember('a', session(), { ...principal, until }, { ticket: cache.ticket, now: start });
    expect(cache.get('a', until - 1)).toBeDefined();
    expect(cache.get('a', until)).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it('ends a session at its end, however it is used', () => {
    const cache = new SessionCache();
    keep(cache, 'a', session({ expiresAt: new Date(start + minute) }));
    expect(cache.get('a', start + minute - 1)).toBeDefined();
    expect(cache.get('a', start + minute)).toBeUndefined();
  });

  it('drops all headers of a session that is revoked, and of a person who is', () => {
    const cache = new SessionCache();
    const live = keep(cache, 'a');
    expect(keep(cache, 'other=1; a')).toBe(live);
    keep(cache, 'b', session({ id: 's2', personId: 'p2' }));
    cache.dropSession('s1');
    expect([cache.get('a', start), cache.get('other=1; a', start)]).toEqual([undefined, undefined]);
    expect(cache.get('b', start)).toBeDefined();
    cache.dropPerson('p2');
    expect(cache.get('b', start)).toBeUndefined();
  });

  it('does not keep what was looked up before a revocation and comes after it', () => {
    const cache = new SessionCache();
    const { ticket } = cache;
    cache.dropSession('s1');
    cache.remember('a', session(), principal, { ticket, now: start });
    expect(cache.get('a', start)).toBeUndefined();
  });

  it('tells once a minute that a session is in use', () => {
    const told: [string, number][] = [];
    const cache = new SessionCache({ onSeen: (id, at) => told.push([id, at - start]) });
    keep(cache, 'a');
    for (let second = 0; second <= 180; second += 10) cache.get('a', start + second * 1000);
    expect(told).toEqual([
      ['s1', 60_000],
      ['s1', 120_000],
      ['s1', 180_000],
    ]);
    keep(cache, 'b', session({ id: 's2', lastSeenAt: new Date(start - minute) }));
    expect(told.at(-1)).toEqual(['s2', 0]);
  });

  it('keeps no more than a number', () => {
    const cache = new SessionCache({ atMost: 2 });
    for (const name of ['a', 'b', 'c']) keep(cache, name, session({ id: name }));
    expect(['a', 'b', 'c'].map((name) => cache.get(name, start) !== undefined)).toEqual([false, true, true]);
  });

  it('drops what is announced, and trusts nothing for more than 2 s while nothing can be', () => {
    let listener: ChangesListener | undefined;
    const changes: Changes = {
      isConnected: true,
      announce: async () => undefined,
      listen: (one) => {
        listener = one;
        return () => {
          listener = undefined;
        };
      },
    };
    let now = start;
    const cache = new SessionCache();
    const end = cache.follow(changes, () => now);
    keep(cache, 'a');
    listener?.changed('other', 's1');
    expect(cache.get('a', now)).toBeDefined();
    listener?.changed(topics.session, 's1');
    expect(cache.get('a', now)).toBeUndefined();
    keep(cache, 'a');
    listener?.changed(topics.person, 'p1');
    expect(cache.get('a', now)).toBeUndefined();

    keep(cache, 'a');
    now += 10;
    listener?.connected?.(false);
    expect(cache.get('a', now + 1999)).toBeDefined();
    expect(cache.get('a', now + 2000)).toBeUndefined();
    keep(cache, 'a', session(), now + 2000);
    expect(cache.get('a', now + 2001)).toBeUndefined();
    listener?.connected?.(true);
    keep(cache, 'a', session(), now + 3000);
    expect(cache.get('a', now + 9000)).toBeDefined();
    end();
    expect(listener).toBeUndefined();
  });
});
