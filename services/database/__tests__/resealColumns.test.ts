import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { createBlindIndex, createSealer, keyRing, mainKey } from '../../crypto/index.ts';
import { identityTools } from '../../identity/__tests__/identityTools.ts';
import { json, resealColumns, sealedColumns, type Database } from '../index.ts';

const [old, young, other] = [7, 8, 9].map((byte) => mainKey(Buffer.alloc(32, byte)));
if (!old || !young || !other) throw new Error('three keys');

function toolsOf(...keys: Parameters<typeof keyRing>[0]) {
  const ring = keyRing(keys);
  return { sealer: createSealer(ring), blindIndex: createBlindIndex(ring), keyId: ring.current.id };
}

const [before, both, after] = [toolsOf(old), toolsOf(young, old), toolsOf(young)];
const phone = '+8613800138000';

describeOnEngines('sealing columns anew', (engine) => {
  let database: Database;
  const personIds: string[] = [];
  const ids = { his: randomUUID(), share: randomUUID(), break_glass: randomUUID() };

  beforeAll(async () => {
    database = await engine.open();
    const { db } = database;
    // With the key `old`.
    const { people } = identityTools(database);
    for (let n = 0; n < 3; n += 1) {
      const { id } = await people.create({ login: `p${n}`, name: `王${n}`, phone, role: 'radiologist' });
      personIds.push(id);
    }
    await people.setTotp(personIds[0] ?? '', 'JBSWY3DPEHPK3PXP');
    const now = new Date();
    const sealed = (table: keyof typeof ids, column: string, clear: string) =>
      before.sealer.seal(clear, `${table}.${column} ${ids[table]}`);
    await db
      .insertInto('his')
      .values({
        ...{ id: ids.his, name: 'HIS', issuer: 'his', algorithm: 'HS256', audience: 'yunying', origins: [] },
        ...{ key: sealed('his', 'key', 'shared secret'), scope: json({}), default_role: 'clinician' },
      })
      .execute();
    await db
      .insertInto('share')
      .values({
        ...{
          id: ids.share,
          public_id: 'x',
          created_by: personIds[0] ?? '',
          study_uid: '1.2',
          patient: json({}),
        },
        ...{ history: false, report: true, download: false, valid_from: now, valid_until: now },
        phone: sealed('share', 'phone', phone),
        phone_ix: before.blindIndex.of('share.phone', phone),
        id_digits: sealed('share', 'id_digits', '1234'),
      })
      .execute();
    await db
      .insertInto('break_glass')
      .values({
        ...{
          id: ids.break_glass,
          person_id: personIds[0] ?? '',
          study_uid: '1.2',
          patient_id: 'P1',
          until: now,
        },
        reason: sealed('break_glass', 'reason', '抢救'),
      })
      .execute();
  });

  it('changes nothing where a key is missing', async () => {
    const rows = () => database.db.selectFrom('person').selectAll().orderBy('id').execute();
    const were = await rows();
    await expect(resealColumns(database.db, toolsOf(young, other))).rejects.toThrow(
      /ENCRYPTION_KEY_PREVIOUS/,
    );
    expect(await rows()).toEqual(were);
  });

  it('leaves no value that the earlier key is needed for, and finds by the new index', async () => {
    const { columns, auditRows } = await resealColumns(database.db, both);
    expect(columns).toEqual({
      'person.name': 3,
      'person.phone': 3,
      'person.totp_secret': 1,
      'his.key': 1,
      'share.phone': 1,
      'share.id_digits': 1,
      'break_glass.reason': 1,
      'break_glass.review_note': 0,
    });
    expect(auditRows).toBe(0);
    const person = await database.db
      .selectFrom('person')
      .selectAll()
      .where('id', '=', personIds[1] ?? '')
      .executeTakeFirstOrThrow();
    expect(after.sealer.open(person.name, `person.name ${person.id}`)).toBe('王1');
    expect(after.sealer.open(person.phone ?? '', `person.phone ${person.id}`)).toBe(phone);
    expect(person.phone_ix?.equals(after.blindIndex.of('person.phone', phone))).toBe(true);
    const share = await database.db.selectFrom('share').selectAll().executeTakeFirstOrThrow();
    expect(after.sealer.open(share.id_digits ?? '', `share.id_digits ${share.id}`)).toBe('1234');
    expect(share.phone_ix?.equals(after.blindIndex.of('share.phone', phone))).toBe(true);
    const { reason } = await database.db.selectFrom('break_glass').selectAll().executeTakeFirstOrThrow();
    expect(after.sealer.open(reason, `break_glass.reason ${ids.break_glass}`)).toBe('抢救');
  });

  it('has nothing left to do the second time, the earlier key gone', async () => {
    const { columns } = await resealColumns(database.db, after);
    expect(Object.values(columns).every((values) => values === 0)).toBe(true);
  });

  it('names every column of the tables that is said to be sealed', async () => {
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(new URL('../schema.ts', import.meta.url), 'utf8');
    // Of the audit trail nothing may change.
    const tables = text.split(/^interface /m).filter((table) => !table.startsWith('AuditEventTable'));
    const said = tables.join('').match(/\/\*\*[^*]*\bsealed\b[^*]*\*\/\n\s+\w+:/g) ?? [];
    const names = said.map((one) => /(\w+):$/.exec(one)?.[1]).sort();
    expect(sealedColumns.map(({ column }) => column).sort()).toEqual(names);
  });
});
