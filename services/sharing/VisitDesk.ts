import { principalOf, phoneNumber, type LiveSession, type OneTimeCodes } from '../identity/index.ts';
import { StudyDecisions } from '../access/index.ts';
import { audited, type Client, type Doer } from '../accounts/index.ts';
import type { AuditEvent } from '../audit/index.ts';
import { sameText, type Sealer } from '../crypto/index.ts';
import { grantOf, stateOf, type Share, type ShareState } from './Share.ts';
import type { SharingTools } from './ShareDesk.ts';
import { ShareError, type ShareProblem } from './ShareError.ts';

export interface VisitTools extends SharingTools {
  codes: OneTimeCodes;
  sealer: Sealer;
}

/** What a visitor proves that they are the one it is for with. */
export type Proof = { readonly phone: string; readonly code: string } | { readonly idDigits: string };

const minuteMs = 60_000;
const codeMs = 5 * minuteMs;
const idleMs = 30 * minuteMs;
const ticketMs = 2 * minuteMs;
/** Messages cost money: from all shares together no more than so many in an hour. */
const mostMessagesAnHour = 500;
const purpose = 'share';
const ticketContext = 'share.archive';

/** What somebody does who came by a link: they prove who they are, and get a session that sees what is shared and nothing else. */
export class VisitDesk {
  readonly #tools: VisitTools;
  #messages = { hour: 0, count: 0 };

  constructor(tools: VisitTools) {
    this.#tools = tools;
  }

  /** What is said to who holds a link. @throws ShareError `no-such-share` */
  async state(publicId: string): Promise<{ state: ShareState; proof: 'phone' | 'id' }> {
    const share = await this.#share(publicId);
    return { state: stateOf(share, this.#now()), proof: share.idDigits === null ? 'phone' : 'id' };
  }

  /** @throws ShareError `no-such-share`, or that it cannot be opened now */
  async assertOpen(publicId: string): Promise<void> {
    await this.#openShare(publicId);
  }

  /**
   * Sends a code if the telephone is the one that it is shared with. Who asks is not told whether it is: the message goes out
   * behind the answer, and what comes of it is for the audit trail alone.
   * @throws ShareError `no-such-share`, or that it cannot be opened now; AuditUnavailable
   */
  async requestCode(
    publicId: string,
    phone: string,
    language: 'zh-CN' | 'en',
    client: Client,
  ): Promise<void> {
    const share = await this.#openShare(publicId);
    const { codes, sms } = this.#tools;
    const number = phoneNumber(phone);
    const isTheirs = share.phone !== null && number !== undefined && sameText(number, share.phone);
    const why = !isTheirs ? 'another telephone' : sms && this.#mayStillSend() ? undefined : 'cannot be sent';
    await this.#tell(share, client, why === undefined ? 0 : 4, { what: 'code asked for', why });
    if (why !== undefined || !sms || number === undefined) return;
    const now = this.#now();
    const code = await codes.issue({ purpose, subject: share.id }, { now, validMs: codeMs });
    const validMinutes = codeMs / minuteMs;
    sms.send({ phone: number, purpose: 'share', code, validMinutes, language }).catch((error: unknown) => {
      this.#tools.onProblem(error as Error);
      this.#tell(share, client, 8, { what: 'code not sent' }).catch(this.#tools.onProblem);
    });
  }

  /**
   * Opens the share.
   * @throws ShareError `share-refused`, or that it cannot be opened now; AuditUnavailable
   */
  async open(
    publicId: string,
    proof: Proof,
    client: Client,
  ): Promise<{ token: string; expiresAt: Date; idleMs: number }> {
    const share = await this.#openShare(publicId);
    const why = await this.#refusal(share, proof);
    if (why !== undefined) {
      await this.#tell(share, client, 4, { why }, 'login');
      throw new ShareError('share-refused', 'Telephone, code or digits are not right, or no more');
    }
    return audited(this.#tools.audit, doerOf(share, client), login(share), () => this.#begin(share, client));
  }

  /** The share of a session. @throws ShareError `no-such-share` */
  async ofSession({ session }: LiveSession): Promise<Share> {
    const share = session.shareId === null ? undefined : await this.#tools.shares.byId(session.shareId);
    if (!share) throw noSuchShare();
    return share;
  }

  /**
   * A ticket for the files, good for two minutes, for whom has the code of extraction.
   * @throws ShareError `extraction-refused`, `extraction-expired`, `not-allowed`; PasswordError `busy`; AuditUnavailable
   */
  async extract(live: LiveSession, code: string, client: Client): Promise<string> {
    const { shares, hasher, sealer, clock } = this.#tools;
    const share = await this.ofSession(live);
    if (!share.download) throw new ShareError('not-allowed', 'Files of this share are not handed out');
    const now = this.#now();
    const hash = await shares.tryExtraction(share.id, now);
    const given = code.normalize('NFKC').replace(/\D/g, '');
    if (hash === undefined) {
      await this.#tell(share, client, 4, { what: 'code of extraction', why: 'none, or no more' });
      throw new ShareError('extraction-expired', 'There is no code of extraction, or it is good no more');
    }
    if (!(await hasher.verify(given.slice(0, 20), hash)).correct) {
      await this.#tell(share, client, 4, { what: 'code of extraction', why: 'wrong' });
      throw new ShareError('extraction-refused', 'The code of extraction is not right');
    }
    return sealer.seal(
      JSON.stringify({ session: live.session.id, until: clock() + ticketMs }),
      ticketContext,
    );
  }

  /** The session that a ticket is of, as long as both are good; undefined where one is not. */
  async ofTicket(ticket: string): Promise<LiveSession | undefined> {
    const { sealer, sessions, database, clock } = this.#tools;
    let read: { session: string; until: number };
    try {
      read = JSON.parse(sealer.open(ticket, ticketContext)) as typeof read;
    } catch {
      return undefined;
    }
    if (clock() >= read.until) return undefined;
    const session = await sessions.running(read.session, this.#now());
    const principal = session && (await principalOf(database.db, session, this.#now()));
    if (!principal) return undefined;
    const at = clock();
    return { session, principal, decisions: new StudyDecisions(), lastSeen: at, lastTold: at };
  }

  async #begin(share: Share, client: Client): Promise<{ token: string; expiresAt: Date; idleMs: number }> {
    const { database, shares, sessions, lifeMs } = this.#tools;
    const now = this.#now();
    const begun = await database.db.transaction().execute(async (within) => {
      if (!(await shares.countOpening(within, share.id, now))) return undefined;
      return sessions.begin(
        {
          owner: { kind: 'share', shareId: share.id, grant: grantOf(share) },
          ...{ address: client.address ?? '', userAgent: client.userAgent, now, idleMs },
          lifeMs: Math.min(lifeMs, share.validUntil.getTime() - now.getTime()),
        },
        within,
      );
    });
    // What it is now: somebody else was quicker, or it was withdrawn meanwhile.
    if (!begun) throw closed(stateOf((await shares.byId(share.id)) ?? share, now));
    return { token: begun.token, expiresAt: begun.session.expiresAt, idleMs };
  }

  /** @returns why it is refused, for the audit trail */
  async #refusal(share: Share, proof: Proof): Promise<string | undefined> {
    if ('idDigits' in proof) {
      const right = await this.#tools.shares.tryIdDigits(share.id);
      if (right === undefined) return 'no digits of an ID, or tried too often';
      const given = proof.idDigits.normalize('NFKC').replace(/\s/g, '').toUpperCase();
      return sameText(given, right) ? undefined : 'other digits of an ID';
    }
    const number = phoneNumber(proof.phone);
    if (share.phone === null || number === undefined || !sameText(number, share.phone))
      return 'another telephone';
    const verdict = await this.#tools.codes.verify({ purpose, subject: share.id }, proof.code, this.#now());
    if (verdict === 'right') return undefined;
    return verdict === 'wrong' ? 'wrong-code' : 'no code, or no more';
  }

  async #share(publicId: string): Promise<Share> {
    const share = await this.#tools.shares.byPublicId(publicId);
    if (!share) throw noSuchShare();
    return share;
  }

  async #openShare(publicId: string): Promise<Share> {
    const share = await this.#share(publicId);
    const state = stateOf(share, this.#now());
    if (state !== 'open') throw closed(state);
    return share;
  }

  async #tell(
    share: Share,
    client: Client,
    outcome: AuditEvent['outcome'],
    detail: Record<string, unknown>,
    type?: 'login',
  ): Promise<void> {
    const event = { event: 'userAuthentication', type, action: 'E', outcome } as const;
    await this.#tools.audit.append({
      ...event,
      ...doerOf(share, client),
      studyInstanceUid: share.studyInstanceUid,
      detail,
    });
  }

  #mayStillSend(): boolean {
    const hour = Math.floor(this.#tools.clock() / (60 * minuteMs));
    if (this.#messages.hour !== hour) this.#messages = { hour, count: 0 };
    this.#messages.count += 1;
    return this.#messages.count <= mostMessagesAnHour;
  }

  #now(): Date {
    return new Date(this.#tools.clock());
  }
}

const doerOf = ({ id }: Share, { address }: Client): Doer => ({ actor: { kind: 'share', id }, address });

const login = ({ studyInstanceUid, history }: Share) => ({
  ...({ event: 'userAuthentication', type: 'login', action: 'E' } as const),
  studyInstanceUid,
  detail: { what: 'share opened', history },
});

const noSuchShare = (): ShareError => new ShareError('no-such-share', 'There is no such share');

const problems: Readonly<Record<Exclude<ShareState, 'open'>, readonly [ShareProblem, string]>> = {
  'not-yet': ['share-not-yet', 'It cannot be opened yet'],
  expired: ['share-expired', 'It has expired'],
  withdrawn: ['share-withdrawn', 'It was withdrawn'],
  'used-up': ['share-used-up', 'It was opened as often as it may be'],
  locked: ['share-locked', 'Wrong digits were entered too often'],
};

/** A share that was open a moment ago was used up by somebody quicker. */
const closed = (state: ShareState): ShareError =>
  new ShareError(...problems[state === 'open' ? 'used-up' : state]);
