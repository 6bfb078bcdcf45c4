import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../test/support/engines.ts';
import { Admission } from '../Admission.ts';
import type { Database } from '../database/index.ts';
import { ApiKeys, principalsOf, SessionCache, Sessions, Tickets } from '../identity/index.ts';
import { identityTools } from '../identity/__tests__/identityTools.ts';

const now = new Date('2026-11-25T02:00:00Z');
const lifeMs = 3_600_000;

describeOnEngines('whoever comes at the same time', (engine) => {
  let database: Database;
  let admission: Admission;
  /** How many sessions each look into the database was for. */
  const looks: number[] = [];
  beforeAll(async () => {
    database = await engine.open();
    admission = new Admission({
      ...{ sessions: new Sessions(database), keys: new ApiKeys(database), tickets: new Tickets(database) },
      cache: new SessionCache(),
      clock: () => now.getTime(),
      principalsOf: (sessions, at) => {
        looks.push(sessions.length);
        return principalsOf(database.db, sessions, at, (personIds) =>
          Promise.resolve(
            personIds.map((personId) => ({
              personId,
              grant: { studyInstanceUids: [personId], rights: ['read'] },
            })),
          ),
        );
      },
    });
  });

  it('is found by a few statements, each as themselves with what is theirs', async () => {
    const { people } = identityTools(database);
    const all = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const person = await people.create({ login: `p${i}`, name: 'x', role: 'clinician' });
        await database.db
          .insertInto('care_relation')
          .values({
            person_id: person.id,
            patient_id: `P${i}`,
            patient_issuer: '',
            source: 'HIS',
            until: null,
          })
          .execute();
        const { token, session } = await new Sessions(database).begin({
          owner: { kind: 'browser', personId: person.id },
          ...{ address: '10.0.0.1', userAgent: '', now, idleMs: lifeMs, lifeMs },
        });
        return { person, token, session, patient: `\\P${i}` };
      }),
    );
    const gone = all[7];
    if (!gone) throw new Error('nobody');
    await people.disable(gone.person.id, now);
    const find = (token: string) =>
      admission.find({ kind: 'cookie', token, header: `yunying=${token}` }, undefined);
    const stranger = find('x'.repeat(43));
    const found = await Promise.all(all.map(({ token }) => find(token)));
    for (const [i, { person, session, patient }] of all.entries()) {
      if (person === gone.person) {
        expect(found[i]).toBeUndefined();
        continue;
      }
      expect(found[i]?.session.id).toBe(session.id);
      expect(found[i]?.principal).toMatchObject({
        ...{ id: person.id, name: person.login, ownPatients: new Set([patient]) },
        given: [{ studyInstanceUids: [person.id], rights: ['read'] }],
      });
    }
    expect(await stranger).toBeUndefined();
    // The stranger has no session, and who is disabled still has one.
    expect(looks.length).toBeLessThan(5);
    expect(looks.reduce((sum, count) => sum + count)).toBe(all.length);
  });
});
