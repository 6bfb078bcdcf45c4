import { beforeEach, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import type { Database } from '../../database/index.ts';
import { Sessions } from '../Sessions.ts';
import { Tickets } from '../Tickets.ts';
import { randomUUID } from 'node:crypto';

const film = '/dicom-web/studies/1.2/series/1.3/instances/1.4/rendered';
const now = new Date('2026-03-04T05:06:07Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

describeOnEngines('tickets', (engine) => {
  let database: Database;
  let tickets: Tickets;
  let session: string;
  beforeEach(async () => {
    database = await engine.open();
    tickets = new Tickets(database);
    const person = randomUUID();
    await database.db
      .insertInto('person')
      .values({ id: person, login: 'zhang', name: '张', role: 'radiologist' } as never)
      .execute();
    const begun = await new Sessions(database).begin({
      owner: { kind: 'browser', personId: person },
      ...{ address: '127.0.0.1', userAgent: '', now, idleMs: 60_000, lifeMs: 3_600_000 },
    });
    session = begun.session.id;
  });

  it('are for one path, and kept by their hash alone', async () => {
    const { ticket, expiresAt } = await tickets.issue(session, film, now);
    expect(ticket).toMatch(/^[\w-]{43}$/);
    expect(expiresAt).toEqual(later(300));
    expect(await tickets.find(ticket, film, later(1))).toBe(session);
    for (const other of [`${film}/`, film.toUpperCase(), '/dicom-web/studies/1.2', ''])
      expect([other, await tickets.find(ticket, other, later(1))]).toEqual([other, undefined]);
    expect(await tickets.find(`${ticket.slice(0, -1)}!`, film, later(1))).toBeUndefined();
    const rows = await database.db.selectFrom('ticket').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(ticket);
  });

  it('are good for five minutes after the last use', async () => {
    const { ticket } = await tickets.issue(session, film, now);
    expect(await tickets.find(ticket, film, later(299))).toBe(session);
    expect(await tickets.find(ticket, film, later(598))).toBe(session);
    expect(await tickets.find(ticket, film, later(898))).toBeUndefined();
    await tickets.forgetExpired(later(898));
    expect(await database.db.selectFrom('ticket').selectAll().execute()).toEqual([]);
  });

  it('go with their session', async () => {
    await tickets.issue(session, film, now);
    await new Sessions(database).forgetEnded(later(7200));
    expect(await database.db.selectFrom('ticket').selectAll().execute()).toEqual([]);
  });
});
