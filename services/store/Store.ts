import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import {
  AuditLog,
  chainKey,
  chainKeyById,
  journalFiles,
  readHeadFile,
  readJournal,
  verifyAudit,
  type AuditEvent,
  type AuditVerdict,
} from '../audit/index.ts';
import { createSealer, KeyError, openKeys, type KeyRing, type Sealer } from '../crypto/index.ts';
import { backup, openDatabase, restore, type Database } from '../database/index.ts';
import { anotherAdministratorToken } from '../identity/index.ts';
import { readBackupFile, writeBackupFile } from './backupFile.ts';

/** As those of `ServicesConfig`. */
export interface StoreConfig {
  dataDir: string;
  databaseUrl?: string | undefined;
  encryptionKey?: string | undefined;
  previousKeys?: readonly string[] | undefined;
  nationalCrypto?: boolean | undefined;
}

/** Nothing was ever kept there. */
export class NoStore extends Error {
  override readonly name = 'NoStore';
}

export interface Restored {
  /** how many rows of each table */
  counts: Record<string, number>;
  /** of the trail that was in the backup */
  verdict: AuditVerdict;
  /** where a journal was moved that goes on from another place than the backup's end */
  journalAside: string[];
  /** keys that rows were sealed with and that are not at hand */
  missingKeys: string[];
}

/** What people, rules and the audit trail are kept in, for commands of the terminal: without a server around it. */
export class Store {
  readonly #config: StoreConfig;
  readonly #keyRing: KeyRing;
  readonly #sealer: Sealer;
  readonly #database: Database;

  private constructor(config: StoreConfig, keyRing: KeyRing, database: Database) {
    this.#config = config;
    this.#keyRing = keyRing;
    this.#sealer = createSealer(keyRing, { national: config.nationalCrypto ?? false });
    this.#database = database;
  }

  /**
   * @param isNew it may be empty, and is made where it is not there
   * @throws NoStore, KeyError; FolderTaken while a server has it open (PGlite); Error where the server does not answer
   */
  static async open(config: StoreConfig, { isNew = false } = {}): Promise<Store> {
    const { dataDir, databaseUrl, encryptionKey, previousKeys } = config;
    const [folder, keys] = [join(dataDir, 'database'), join(dataDir, 'keys')];
    if (!isNew && databaseUrl === undefined && !existsSync(join(folder, 'pglite')))
      throw new NoStore(`There is no database in ${folder}.`);
    // Making one now would hide that the right one is missing.
    if (encryptionKey === undefined && !existsSync(join(keys, 'main')))
      throw new KeyError(
        `There is no key: neither ENCRYPTION_KEY nor ${join(keys, 'main')}. Put back the one that belongs to the data.`,
      );
    const keyRing = await openKeys({ encryptionKey, previousKeys, folder: keys });
    return new Store(config, keyRing, await openDatabase({ databaseUrl, folder }));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** The whole chain. Nothing is written. */
  verify(onProgress?: (rows: number) => void): Promise<AuditVerdict> {
    const { engine, db } = this.#database;
    const folder = this.#auditFolder;
    const kept = readHeadFile(join(folder, 'head'));
    return verifyAudit({
      db,
      keyOf: (id) => chainKeyById(id, this.#keyRing.byId),
      sealer: this.#sealer,
      heads: kept ? [{ name: join(folder, 'head'), head: kept }] : [],
      // After a power cut the database lacks what its next start brings in from there.
      tail: engine === 'PGlite' ? readJournal(folder) : [],
      ...(onProgress && { onProgress }),
    });
  }

  /**
   * Everything into a file of the folder, sealed, and reads it back. The keys are not in it.
   * @returns how many rows of each table
   * @throws RestoreProblem where the folder holds a backup already, or what was written does not read back; AuditUnavailable
   */
  async backUp(folder: string): Promise<Record<string, number>> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await this.#append({ event: 'export', action: 'R', outcome: 0, detail: { what: 'backup', folder } });
    const counts = await writeBackupFile(folder, this.#sealer, new Date(), (write) =>
      backup(this.#database.db, write),
    );
    let last = '';
    for await (const line of readBackupFile(folder, this.#sealer)) last = line;
    if (last !== JSON.stringify({ end: counts })) throw new Error('What was written does not read back.');
    return counts;
  }

  /**
   * Puts a backup into an empty database, of either engine; all of it or nothing. Sessions of that time are ended and links
   * of one use good no more: what was revoked since must not come back.
   * @throws RestoreProblem
   */
  async restoreFrom(folder: string): Promise<Restored> {
    const { db } = this.#database;
    const usedKeys = new Set<string>();
    const lines = async function* (all: AsyncIterable<string>): AsyncGenerator<string> {
      for await (const line of all) {
        for (const [, id = ''] of line.matchAll(sealedBy)) usedKeys.add(id);
        yield line;
      }
    };
    const counts = await restore(db, lines(readBackupFile(folder, this.#sealer)));
    await db
      .updateTable('session')
      .set({ revoked_at: new Date(), revoked_by: 'restore' })
      .where('revoked_at', 'is', null)
      .execute();
    await db.deleteFrom('one_time').execute();
    const verdict = await verifyAudit({
      ...{ db, sealer: this.#sealer, keyOf: (id) => chainKeyById(id, this.#keyRing.byId) },
    });
    const journalAside = await this.#moveJournalAside();
    await this.#append({
      ...{ event: 'import', action: 'C', outcome: 0 },
      detail: { what: 'restored', folder, events: verdict.last },
    });
    return {
      counts,
      verdict,
      journalAside,
      missingKeys: [...usedKeys].filter((id) => this.#keyRing.byId(id) === undefined).sort(),
    };
  }

  /** For a link that makes another administrator, for an hour. @throws AuditUnavailable */
  async administratorToken(): Promise<string> {
    await this.#append({
      ...{ event: 'securityAlert', type: 'userSecurityAttributesChanged', action: 'C', outcome: 0 },
      detail: { what: 'administrator link' },
    });
    return anotherAdministratorToken(this.#database, new Date());
  }

  /** A journal that goes on where the backup ends is good: what came after it is brought in. Any other fits nowhere. */
  async #moveJournalAside(): Promise<string[]> {
    const head = await this.#database.db
      .selectFrom('audit_head')
      .select(['seq', 'mac'])
      .executeTakeFirstOrThrow();
    const next = readJournal(this.#auditFolder).find(({ seq }) => seq > head.seq);
    if (!next || (next.seq === head.seq + 1 && next.previous.equals(head.mac))) return [];
    const moved: string[] = [];
    for (const path of journalFiles(this.#auditFolder)) {
      const aside = `${path}.before-restore-${Date.now()}`;
      await rename(path, aside);
      moved.push(aside);
    }
    return moved;
  }

  get #auditFolder(): string {
    return join(this.#config.dataDir, 'audit');
  }

  /** In the name of who sits before the terminal. */
  async #append(event: Omit<AuditEvent, 'actor'>): Promise<void> {
    const log = await AuditLog.open({
      database: this.#database,
      key: chainKey(this.#keyRing.current, this.#config.nationalCrypto ? 'sm3' : 'sha256'),
      sealer: this.#sealer,
      folder: this.#auditFolder,
    });
    try {
      await log.append({ ...event, actor: { kind: 'system', id: 'terminal', name: userInfo().username } });
    } finally {
      await log.close();
    }
  }
}

/** Sealed values in the JSON of a row. */
const sealedBy = /"v1\.(?:a256gcm|sm4hsm3)\.([0-9a-f]{8})\./g;
