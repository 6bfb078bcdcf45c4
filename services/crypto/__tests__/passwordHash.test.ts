import { argon2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PasswordError } from '../index.ts';
import { PasswordHasher } from '../index.ts';

/** Cheap: what is tested is not the cost. */
const cheap = { memoryKiB: 64, passes: 1, lanes: 1 };

describe('argon2id', () => {
  it('gives the vector of RFC 9106 5.3', () => {
    const tag = argon2Sync('argon2id', {
      message: Buffer.alloc(32, 1),
      nonce: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      memory: 32,
      passes: 3,
      parallelism: 4,
      tagLength: 32,
    });
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  });
});

describe('a password', () => {
  it('is known by the hash that the reference program makes of it', async () => {
    // From the tests of phc-winner-argon2: "password", "somesalt", 64 MiB, two passes.
    const reference =
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    const hasher = new PasswordHasher();
    expect(await hasher.verify('password', reference)).toEqual({ correct: true, needsRehash: true });
    expect(await hasher.verify('Password', reference)).toEqual({ correct: false, needsRehash: true });
  });

  it('is kept with the costs of today: 19 MiB, two passes', async () => {
    const hasher = new PasswordHasher();
    const hash = await hasher.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.verify('correct horse', hash)).toEqual({ correct: true, needsRehash: false });
  });

  it('has another hash each time', async () => {
    const hasher = new PasswordHasher(cheap);
    expect(await hasher.hash('same')).not.toBe(await hasher.hash('same'));
  });

  it('needs another hash when the costs have changed', async () => {
    const hash = await new PasswordHasher(cheap).hash('word');
    const dearer = new PasswordHasher({ ...cheap, passes: 2 });
    expect(await dearer.verify('word', hash)).toEqual({ correct: true, needsRehash: true });
  });

  it('is the same typed as composed or decomposed characters', async () => {
    const hasher = new PasswordHasher(cheap);
    const hash = await hasher.hash('Zu\u0308rich\uff11');
    expect((await hasher.verify('Z\u00fcrich1', hash)).correct).toBe(true);
  });

  it('of nobody takes one computation, as that of somebody', async () => {
    const hasher = new PasswordHasher(cheap);
    const hash = await hasher.hash('word');
    const before = hasher.computations;
    await hasher.verify('wrong', hash);
    const ofSomebody = hasher.computations - before;
    expect(await hasher.verify('wrong', undefined)).toEqual({ correct: false, needsRehash: false });
    expect([ofSomebody, hasher.computations - before - ofSomebody]).toEqual([1, 1]);
  });

  it('that is too long is refused before any work', async () => {
    const hasher = new PasswordHasher(cheap);
    await expect(hasher.hash('长'.repeat(342))).rejects.toMatchObject({ problem: 'too-long' });
    expect(hasher.computations).toBe(0);
    await hasher.hash('x'.repeat(1024));
    expect(hasher.computations).toBe(1);
  });

  it.each([
    'plain',
    '$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=9999999,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=64,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=64,t=1,p=9$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$short',
  ])('is not compared with %s', async (hash) => {
    await expect(new PasswordHasher(cheap).verify('x', hash)).rejects.toMatchObject({
      problem: 'not-a-hash',
    });
  });

  it('waits its turn, and is refused when very many wait', async () => {
    const hasher = new PasswordHasher(cheap);
    const outcomes = await Promise.allSettled(Array.from({ length: 110 }, () => hasher.hash('word')));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    // Two at work and a hundred waiting.
    expect([hasher.computations, refused.length]).toEqual([102, 8]);
    for (const { reason } of refused) expect((reason as PasswordError).problem).toBe('busy');
    await hasher.hash('and again');
    expect(hasher.computations).toBe(103);
  });
});
