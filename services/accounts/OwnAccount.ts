import {
  newTotpSecret,
  totpUri,
  verifyTotp,
  type LiveSession,
  type Person,
  type Session,
} from '../identity/index.ts';
import type { AccountTools } from './AccountTools.ts';
import { audited, doerOf } from './audited.ts';
import { endAndTell, endSession, endSessionsOf } from './endSession.ts';

/** What it is called in authenticator apps. */
const issuer = 'Yunying 云影';

/** Somebody who is signed in, and from where they ask. */
export interface Me {
  readonly live: LiveSession;
  readonly person: Person;
  readonly address: string | undefined;
}

/** What people do with their own account. */
export class OwnAccount {
  readonly #tools: AccountTools;

  constructor(tools: AccountTools) {
    this.#tools = tools;
  }

  async signOut({ live, address }: Omit<Me, 'person'>): Promise<void> {
    const { id } = live.session;
    await endAndTell(this.#tools, doerOf(live, address), undefined, () =>
      endSession(this.#tools, id, 'sign-out'),
    );
  }

  sessions(personId: string): Promise<Session[]> {
    return this.#tools.sessions.ofPerson(personId, this.#now());
  }

  /** @returns whether there was such a session of theirs */
  async endSession(me: Me, id: string): Promise<boolean> {
    const own = await this.sessions(me.person.id);
    if (!own.some((session) => session.id === id)) return false;
    return endAndTell(this.#tools, doerOf(me.live, me.address), { session: id }, () =>
      endSession(this.#tools, id, me.person.id),
    );
  }

  /**
   * Their other sessions end.
   * @returns false where `current` is not their password
   * @throws PersonError `password`; PasswordError `busy`; AuditUnavailable
   */
  async changePassword(me: Me, current: string, password: string): Promise<boolean> {
    const { people } = this.#tools;
    if (!(await this.#confirmed(me, current, 'password'))) return false;
    await this.#changing(me, 'password', async () => {
      await people.setPassword(me.person.id, password);
      await endSessionsOf(this.#tools, me.person.id, { by: me.person.id, except: me.live.session.id });
    });
    return true;
  }

  /** Not in force before a code of it was right. @returns base32, and what a QR code says */
  newTotp({ person: { login } }: Me): { secret: string; uri: string } {
    const secret = newTotpSecret();
    return { secret, uri: totpUri(secret, { login, issuer }) };
  }

  /** @returns why it is not in force */
  async beginTotp(me: Me, secret: string, code: string): Promise<'wrong-code' | 'totp-there' | undefined> {
    if (me.person.hasTotp) return 'totp-there';
    const verdict = verifyTotp(secret, code, { lastStep: null, now: this.#tools.clock() });
    if (!verdict.ok) return 'wrong-code';
    await this.#changing(me, 'authenticator app', () =>
      this.#tools.people.setTotp(me.person.id, secret, verdict.step),
    );
    this.#tools.cache.dropPerson(me.person.id);
    return undefined;
  }

  /** @returns false where it is not their password */
  async endTotp(me: Me, password: string): Promise<boolean> {
    if (!(await this.#confirmed(me, password, 'no authenticator app'))) return false;
    await this.#changing(me, 'no authenticator app', () => this.#tools.people.setTotp(me.person.id, null));
    this.#tools.cache.dropPerson(me.person.id);
    return true;
  }

  async #confirmed(me: Me, password: string, what: string): Promise<boolean> {
    const { signIn, audit } = this.#tools;
    if (await signIn.confirmPassword(me.person.id, password, this.#now())) return true;
    await audit.append({
      ...{ event: 'userAuthentication', type: 'login', action: 'E', outcome: 4 },
      ...doerOf(me.live, me.address),
      detail: { why: 'wrong-password', what },
    });
    return false;
  }

  #changing<T>({ live, address }: Me, what: string, act: () => Promise<T>): Promise<T> {
    const event = {
      event: 'securityAlert',
      type: 'userSecurityAttributesChanged',
      action: 'U',
      detail: { what, person: live.principal.id },
    } as const;
    return audited(this.#tools.audit, doerOf(live, address), event, act);
  }

  #now(): Date {
    return new Date(this.#tools.clock());
  }
}
