import type { Migration } from 'kysely/migration';
import { people } from './0001_people.ts';
import { access } from './0002_access.ts';
import { audit } from './0003_audit.ts';
import { embedding } from './0004_embedding.ts';
import { sharing } from './0005_sharing.ts';
import { tickets } from './0010_tickets.ts';
import { his } from './0011_his.ts';
import { shareTries } from './0020_share_tries.ts';
import { emergency } from './0040_emergency.ts';
import { sharePerson } from './0050_share_person.ts';

/** All of them in the order of their names. What was released is never changed; a new one is added. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001_people': people,
  '0002_access': access,
  '0003_audit': audit,
  '0004_embedding': embedding,
  '0005_sharing': sharing,
  '0010_tickets': tickets,
  '0011_his': his,
  '0020_share_tries': shareTries,
  '0040_emergency': emergency,
  '0050_share_person': sharePerson,
};
