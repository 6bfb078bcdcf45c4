import type { AccountTools, Client } from '../accounts/index.ts';
import { evaluateRules, type Circumstances, type Principal, type StudyFacts } from '../access/index.ts';
import type { AuditEvent } from '../audit/index.ts';
import { tokenHash } from '../crypto/index.ts';
import { principalOf, type Session } from '../identity/index.ts';
import type { Policy } from '../policy/index.ts';
import type { EmbedClaims } from './embedClaims.ts';
import { embedScope, priorOf, type EmbedScopeProblem, type EmbedStudies } from './embedGrant.ts';
import type { HisSystem, HisSystems } from './HisSystems.ts';
import type { UsedTokens } from './UsedTokens.ts';
import { verifyEmbedToken, type EmbedTokenProblem, type EmbedTokenStore } from './verifyEmbedToken.ts';

/** A page that is open may miss three of its heartbeats; longer nobody is there. */
export const heartbeatMs = 30_000;
const idleMs = 4 * heartbeatMs;

export type EmbedProblem = EmbedTokenProblem | EmbedScopeProblem | 'person' | 'rules';

/** What becomes of a token that somebody came with. */
export type EmbedAnswer =
  | {
      readonly ok: true;
      /** Of the session, which cannot be had again. */
      readonly token: string;
      readonly session: Session;
      /** The current one first. */
      readonly studyInstanceUids: readonly string[];
      readonly mode: EmbedClaims['mode'];
      readonly origins: readonly string[];
    }
  | {
      readonly ok: false;
      /** All that is told to who came with it; the rest is in the audit trail. */
      readonly told: 'refused' | 'no-study';
    };

/** What would become of a token, told to an administrator. */
export interface EmbedTrial {
  readonly ok: boolean;
  readonly problem?: EmbedProblem | undefined;
  readonly detail?: string | undefined;
  readonly claims?: EmbedClaims | undefined;
  /** What would be opened, the current one first. */
  readonly studyInstanceUids?: readonly string[] | undefined;
  /** Id of the person here whom the doctor is; undefined: nobody, the role of the HIS counts. */
  readonly personId?: string | undefined;
}

interface Judged {
  readonly claims: EmbedClaims;
  readonly studies: readonly StudyFacts[];
  readonly owner: {
    kind: 'embed';
    hisId: string;
    personId: string | undefined;
    subject: string;
    grant: NonNullable<Session['grant']>;
  };
}

export interface EmbedDeskParts {
  tools: AccountTools;
  systems: HisSystems;
  used: UsedTokens;
  policy: Policy;
  /** Of a Patient ID, for the audit trail. */
  patientIndex: (patientId: string) => string;
}

/** Opens the viewer for who comes with a token of a HIS. */
export class EmbedDesk {
  readonly #tools: AccountTools;
  readonly #systems: HisSystems;
  readonly #used: UsedTokens;
  readonly #policy: Policy;
  readonly #patientIndex: (patientId: string) => string;

  constructor({ tools, systems, used, policy, patientIndex }: EmbedDeskParts) {
    this.#tools = tools;
    this.#systems = systems;
    this.#used = used;
    this.#policy = policy;
    this.#patientIndex = patientIndex;
  }

  /** A token is used up by this. @throws AuditUnavailable: then nothing is opened; what the database throws */
  async open(token: unknown, client: Client, studies: EmbedStudies): Promise<EmbedAnswer> {
    const { audit, clock, sessions, lifeMs } = this.#tools;
    const store: EmbedTokenStore = {
      issuer: (name) => this.#systems.issuer(name),
      use: (used) => this.#used.use(used),
    };
    // Whether it can be written down at all, before the token is used up.
    await audit.check();
    const verdict = await verifyEmbedToken(token, store, clock());
    if (!verdict.ok) {
      const { problem, detail, claimedHis } = verdict;
      await this.#tell(client, { kind: 'his', id: claimedHis }, 4, { problem, detail });
      return { ok: false, told: 'refused' };
    }
    const { claims, his } = verdict;
    const system = await this.#systems.byId(his.id);
    const actor: AuditEvent['actor'] = {
      kind: 'his',
      id: `${his.issuer}/${claims.sub}`,
      name: claims.name,
    };
    const judged = system && (await this.#judge(claims, system, studies, client.address));
    if (!system || !judged || 'problem' in judged) {
      const problem = judged && 'problem' in judged ? judged.problem : 'unknown-issuer';
      await this.#tell(client, actor, 4, { problem, ...asked(claims) });
      return { ok: false, told: problem === 'person' || problem === 'mode' ? 'refused' : 'no-study' };
    }
    const [current] = judged.studies;
    await this.#tell(client, actor, 0, { mode: claims.mode, ...asked(claims) }, current);
    const now = new Date(clock());
    const { token: ofSession, session } = await sessions.begin({
      ...{ owner: judged.owner, address: client.address ?? '', userAgent: client.userAgent },
      ...{ now, idleMs, lifeMs },
    });
    return {
      ...{ ok: true, token: ofSession, session, mode: claims.mode, origins: system.origins },
      studyInstanceUids: judged.studies.map(({ studyInstanceUid }) => studyInstanceUid),
    };
  }

  /** What would become of a token of this HIS; it is not used up. */
  async test(
    system: HisSystem,
    token: unknown,
    client: Pick<Client, 'address'>,
    studies: EmbedStudies,
  ): Promise<EmbedTrial> {
    const store: EmbedTokenStore = {
      issuer: async (name) => (name === system.issuer ? this.#systems.issuer(name) : undefined),
      use: async ({ hisId, jtiHash }) => !(await this.#used.isUsed(hisId, jtiHash)),
    };
    const verdict = await verifyEmbedToken(token, store, this.#tools.clock());
    if (!verdict.ok) return { ok: false, problem: verdict.problem, detail: verdict.detail };
    const { claims } = verdict;
    const personId = personOf(system, claims);
    const judged = await this.#judge(claims, system, studies, client.address);
    if ('problem' in judged) return { ok: false, problem: judged.problem, claims, personId };
    return {
      ...{ ok: true, claims, personId },
      studyInstanceUids: judged.studies.map(({ studyInstanceUid }) => studyInstanceUid),
    };
  }

  async #judge(
    claims: EmbedClaims,
    system: HisSystem,
    studies: EmbedStudies,
    address: string | undefined,
  ): Promise<Judged | { problem: EmbedScopeProblem | 'person' | 'rules' }> {
    const scope = await embedScope(claims, system, studies);
    if (!scope.ok) return { problem: scope.problem };
    const { grant, named } = scope;
    const at = this.#tools.clock();
    const personId = personOf(system, claims);
    const owner = { kind: 'embed', hisId: system.id, personId, subject: claims.sub, grant } as const;
    const principal = await this.#principal(owner, at);
    if (!principal) return { problem: 'person' };
    const { set } = await this.#policy.current();
    const circumstances: Circumstances = { address, at };
    const maySee = (facts: StudyFacts): boolean =>
      evaluateRules(set, principal, facts, 'read', circumstances).allowed;
    const current = named.find(maySee);
    if (!current) return { problem: 'rules' };
    if (claims.mode === 'read') return { claims, owner, studies: [current] };
    const others = (await studies.ofPatient(claims.patientId)).filter(maySee);
    const prior = priorOf(current, others);
    return { claims, owner, studies: prior ? [current, prior] : [current] };
  }

  /** Whom the session would be for. */
  #principal(owner: Judged['owner'], at: number): Promise<Principal | undefined> {
    const { kind, hisId, personId = null, subject, grant } = owner;
    const now = new Date(at);
    return principalOf(
      this.#tools.database.db,
      {
        ...{ id: '', kind, hisId, personId, subject, grant, shareId: null, address: '', userAgent: '' },
        ...{ createdAt: now, lastSeenAt: now, expiresAt: now, idleMs },
      },
      now,
    );
  }

  async #tell(
    { address }: Client,
    actor: AuditEvent['actor'],
    outcome: AuditEvent['outcome'],
    detail: Readonly<Record<string, unknown>>,
    study?: StudyFacts,
  ): Promise<void> {
    await this.#tools.audit.append({
      ...{ event: 'userAuthentication', type: 'login', action: 'E', outcome, actor, address },
      studyInstanceUid: study?.studyInstanceUid,
      patientIndex: study?.patients[0] && this.#patientIndex(study.patients[0].id),
      detail: { by: 'embed', ...detail },
    });
  }
}

const personOf = ({ personMapping }: HisSystem, { sub }: EmbedClaims): string | undefined =>
  Object.hasOwn(personMapping, sub) ? personMapping[sub] : undefined;

/** As it is written down: nothing that would let somebody use the token. */
const asked = ({ jti, studyInstanceUid, accessionNumber, patientId, sub, name }: EmbedClaims) => ({
  ...{ studyInstanceUid, accessionNumber, patientId, doctor: sub, name },
  token: tokenHash(jti).toString('hex').slice(0, 16),
});
