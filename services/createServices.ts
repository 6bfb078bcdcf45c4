import { join } from 'node:path';
import {
  OidcDesk,
  OwnAccount,
  PeopleDesk,
  SignInDesk,
  keepServiceKey,
  type AccountTools,
} from './accounts/index.ts';
import {
  AccessTally,
  AuditLog,
  chainKey,
  chainKeyById,
  readHeadFile,
  verifyAudit,
  type ChainKey,
} from './audit/index.ts';
import type { ServicesConfig, SmsConfig } from './config.ts';
import {
  createBlindIndex,
  createSealer,
  openKeys,
  PasswordHasher,
  type BlindIndex,
  type PasswordCosts,
  type Sealer,
} from './crypto/index.ts';
import { EmbedDesk, HisDesk, HisSystems, UsedTokens } from './embedding/index.ts';
import { isDatabaseAway, openDatabase, type Database } from './database/index.ts';
import {
  ApiKeys,
  ExternalPeople,
  firstAdministratorToken,
  hasAdministrator,
  httpProvider,
  OidcProvider,
  OneTimeCodes,
  outboxProvider,
  People,
  principalsOf,
  SessionCache,
  SeenSessions,
  Sessions,
  SignIn,
  Tickets,
  type GrantsOf,
  type SmsProvider,
} from './identity/index.ts';
import { KeyDesk, RuleDesk } from './administration/index.ts';
import { Admission } from './Admission.ts';
import { ShareDesk, Shares, VisitDesk } from './sharing/index.ts';
import { AuditDesk, AuditRetention, ChainCheck, DenialLog } from './trail/index.ts';
import { Emergencies, EmergencyDesk, Notices } from './emergency/index.ts';
import { CareRelations, DepartmentStore, isAdministrable, Policy, RuleStore } from './policy/index.ts';

/** What services tell of themselves; pino's Logger is one. */
export interface ServicesLogger {
  info(details: object, text: string): void;
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

export interface ServicesOptions {
  config: ServicesConfig;
  logger: ServicesLogger;
  /** milliseconds since 1970; default: Date.now */
  clock?: (() => number) | undefined;
  /** default: those of OWASP */
  passwordCosts?: PasswordCosts | undefined;
}

/** All that is not images: who somebody is, what they may, and the trail of it. */
export interface Services {
  /** Who comes with a cookie or a key. */
  admission: Admission;
  signInDesk: SignInDesk;
  /** Where people sign in at the hospital's own provider. */
  oidcDesk: OidcDesk | undefined;
  ownAccount: OwnAccount;
  peopleDesk: PeopleDesk;
  hisDesk: HisDesk;
  embedDesk: EmbedDesk;
  shareDesk: ShareDesk;
  visitDesk: VisitDesk;
  ruleDesk: RuleDesk;
  keyDesk: KeyDesk;
  emergencyDesk: EmergencyDesk;
  database: Database;
  people: People;
  sessions: Sessions;
  keys: ApiKeys;
  tickets: Tickets;
  rules: RuleStore;
  policy: Policy;
  audit: AuditLog;
  auditDesk: AuditDesk;
  denials: DenialLog;
  /** What the chain of the audit trail is made with, and what its sealed texts open with. */
  auditKey: ChainKey;
  sealer: Sealer;
  tally: AccessTally;
  /** Of a Patient ID, for the audit trail. */
  patientIndex(patientId: string): string;
  hasAdministrator(): Promise<boolean>;
  /** For a link that lets the first administrator in; undefined where there is one. For the terminal, never for the log. */
  firstAdministratorToken(): Promise<string | undefined>;
  clock: () => number;
  /** Writes what was counted, and ends. */
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** What is done daily begins so long after the start, when nobody waits for the first images any more. */
const firstDailyMs = hourMs / 4;
/** How late it may be told that access in an emergency has ended. */
const endedToldMs = 15_000;
/** How long ended sessions are listed nowhere but kept, for who looks into the database. */
const endedKeptMs = 30 * 24 * hourMs;

/**
 * Opens the database and everything on it.
 * @throws KeyError, FolderTaken, AuditUnavailable; Error where the server does not answer or a migration fails
 */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const { config, logger } = options;
  const keyRing = await openKeys({
    encryptionKey: config.encryptionKey,
    previousKeys: config.previousKeys,
    folder: join(config.dataDir, 'keys'),
  });
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    folder: join(config.dataDir, 'database'),
    onProblem: (error) => logger.warn({ err: error }, 'a connection to the database was lost'),
  }).catch((error: unknown) => {
    if (!isDatabaseAway(error)) throw error;
    const { message, code } = error as Error & { code?: string };
    throw new Error(`The database at DATABASE_URL does not answer: ${message || code}`, { cause: error });
  });
  const undo: (() => Promise<unknown> | void)[] = [() => database.close()];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    return await composed(options, keyRing, database, undo, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function composed(
  { config, logger, clock = Date.now, passwordCosts }: ServicesOptions,
  keyRing: Awaited<ReturnType<typeof openKeys>>,
  database: Database,
  undo: (() => Promise<unknown> | void)[],
  close: () => Promise<void>,
): Promise<Services> {
  const national = config.nationalCrypto ?? false;
  const sealer = createSealer(keyRing, { national });
  const blindIndex = createBlindIndex(keyRing, { national });
  const hasher = new PasswordHasher(passwordCosts);
  const rules = new RuleStore(database);
  const { timeZone } = config;
  const people = new People({
    ...{ database, sealer, blindIndex, hasher },
    isAdministrable: async (within) =>
      isAdministrable(
        within,
        (await rules.list(within)).map(({ rule }) => rule),
        { timeZone },
      ),
  });
  const emergencies = new Emergencies(database, sealer);
  const shares = new Shares({ database, sealer, blindIndex });
  const grantsOf: GrantsOf = async (personIds, at) => {
    const given = await Promise.all([emergencies.grantsOf(personIds, at), shares.grantsOf(personIds, at)]);
    return given.flat();
  };
  const codes = new OneTimeCodes(database.db, keyRing);
  const sessions = new Sessions(database);
  const keys = new ApiKeys(database);
  const tickets = new Tickets(database);
  const his = new HisSystems(database, sealer);
  const used = new UsedTokens(database);
  const patientIndex = patientIndexOf(blindIndex);
  const seal = config.encryptionKey === undefined ? undefined : (line: string) => sealer.seal(line, 'outbox');
  const sms = smsProvider(config.sms, config.dataDir, logger, seal);
  const signIn = new SignIn({ database, hasher, sealer, codes, sms, needsSms: () => sms !== undefined });

  const onProblem = (error: Error): void => logger.error({ err: error }, error.message);
  const auditKey = chainKey(keyRing.current, national ? 'sm3' : 'sha256');
  const audit = await AuditLog.open({
    database,
    key: auditKey,
    sealer,
    folder: join(config.dataDir, 'audit'),
    now: clock,
    onProblem,
  });
  undo.push(() => audit.close());
  const application = {
    event: 'applicationActivity',
    action: 'E',
    outcome: 0,
    actor: { kind: 'system', id: 'yunying' },
  } as const;
  await audit.append({ ...application, type: 'applicationStart' });
  undo.push(() => audit.append({ ...application, type: 'applicationStop' }).catch(onProblem));
  const tally = new AccessTally({ log: audit, now: clock });
  undo.push(() => tally.close().catch(onProblem));
  const policy = await Policy.open({ database, rules, timeZone, clock });
  undo.push(() => policy.close());

  const background = (work: Promise<unknown>): void => void work.catch(onProblem);
  const seen = new SeenSessions(sessions, onProblem);
  undo.push(() => seen.flush());
  const cache = new SessionCache({ onSeen: (id, at) => seen.note(id, at) });
  undo.push(cache.follow(database.changes, clock));
  const admission = new Admission({
    sessions,
    keys,
    tickets,
    cache,
    clock,
    principalsOf: (some, now) => principalsOf(database.db, some, now, grantsOf),
  });
  const tidying = setInterval(() => {
    background(sessions.forgetEnded(new Date(clock() - endedKeptMs)));
    background(codes.forgetExpired(new Date(clock())));
    background(used.forgetExpired(new Date(clock())));
    background(tickets.forgetExpired(new Date(clock())));
  }, hourMs);
  tidying.unref();
  undo.push(() => clearInterval(tidying));

  const serviceKey = await keepServiceKey(keys, config.dataDir, {
    addresses: config.localAddresses,
    now: new Date(clock()),
  });
  if (serviceKey !== undefined)
    await audit.append({
      ...{ event: 'securityAlert', type: 'userSecurityAttributesChanged', action: 'C', outcome: 0 },
      actor: application.actor,
      detail: { what: 'key of local programs', key: serviceKey },
    });

  const chain = new ChainCheck({
    verify: (options) => {
      const kept = readHeadFile(join(config.dataDir, 'audit', 'head'));
      return verifyAudit({
        ...{ db: database.db, sealer, ...options },
        keyOf: (id) => chainKeyById(id, keyRing.byId),
        heads: kept ? [{ name: 'DATA_DIR/audit/head', head: kept }] : [],
      });
    },
    onBroken: ({ problems: [bad] }) =>
      background(
        audit.append({
          ...{ event: 'securityAlert', action: 'E', outcome: 12, actor: application.actor },
          detail: { what: 'audit trail not whole', seq: bad?.seq, problem: bad?.what },
        }),
      ),
    ...{ clock, onProblem },
  });
  undo.push(() => chain.close());
  const retention = new AuditRetention(database, audit, clock);
  const daily = (): void => background(retention.apply().then(() => chain.start()));
  const firstDaily = setTimeout(daily, firstDailyMs).unref();
  const everyDay = setInterval(daily, dayMs).unref();
  undo.push(() => {
    clearTimeout(firstDaily);
    clearInterval(everyDay);
  });

  const accounts: AccountTools = {
    ...{ database, people, signIn, sessions, cache, keys, audit, tally, clock, onProblem },
    idleMs: config.sessionIdleMs,
    lifeMs: config.sessionLifeMs,
  };
  const signInDesk = new SignInDesk(accounts);
  const oidcDesk =
    config.oidc &&
    new OidcDesk({
      ...{ accounts, signInDesk, sealer },
      provider: new OidcProvider(config.oidc),
      external: new ExternalPeople(database, people),
    });
  const sharing = { ...accounts, shares, hasher, sms };
  const administration = {
    ...{ ...accounts, rules, policy, timeZone },
    departments: new DepartmentStore(database),
    care: new CareRelations(database),
  };
  const emergencyDesk = new EmergencyDesk({
    ...{ ...accounts, emergencies, policy, sms, patientIndex },
    notices: new Notices(database),
  });
  const telling = setInterval(() => background(emergencyDesk.tellEnded()), endedToldMs);
  telling.unref();
  undo.push(() => clearInterval(telling));
  return {
    ...{
      admission,
      database,
      people,
      sessions,
      keys,
      tickets,
      rules,
      policy,
      audit,
      auditDesk: new AuditDesk({
        ...{ database, audit, sealer, blindIndex, people, rules, chain, retention },
        sourceId: 'yunying',
      }),
      denials: new DenialLog(audit, onProblem),
      auditKey,
      sealer,
      tally,
      clock,
      close,
    },
    signInDesk,
    oidcDesk,
    ownAccount: new OwnAccount(accounts),
    peopleDesk: new PeopleDesk(accounts),
    hisDesk: new HisDesk(accounts, his),
    embedDesk: new EmbedDesk({ tools: accounts, systems: his, used, policy, patientIndex }),
    shareDesk: new ShareDesk(sharing),
    visitDesk: new VisitDesk({ ...sharing, codes, sealer }),
    ruleDesk: new RuleDesk(administration, grantsOf),
    keyDesk: new KeyDesk(administration),
    emergencyDesk,
    patientIndex,
    hasAdministrator: () => hasAdministrator(database.db),
    firstAdministratorToken: () => firstAdministratorToken(database, new Date(clock())),
  };
}

const patientIndexOf =
  (blindIndex: BlindIndex) =>
  (patientId: string): string =>
    blindIndex.of('audit_event.patient', patientId).toString('hex');

function smsProvider(
  config: SmsConfig,
  dataDir: string,
  logger: ServicesLogger,
  seal: ((line: string) => string) | undefined,
): SmsProvider | undefined {
  if (config.kind === 'http') return httpProvider(config);
  if (config.kind === 'none') return undefined;
  return outboxProvider({
    file: join(dataDir, 'outbox', 'sms.jsonl'),
    log: (text) => logger.warn({}, text),
    seal,
  });
}
