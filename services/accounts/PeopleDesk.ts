import { personInput, type Person, type PersonInput, type Session } from '../identity/index.ts';
import type { EventTypeName } from '../audit/index.ts';
import type { AccountTools } from './AccountTools.ts';
import { audited, type Doer } from './audited.ts';
import { endAndTell, endSession, endSessionsOf } from './endSession.ts';

/** What administrators do with other people's accounts. Whoever is changed is decided about anew at once. */
export class PeopleDesk {
  readonly #tools: AccountTools;

  constructor(tools: AccountTools) {
    this.#tools = tools;
  }

  list(): Promise<Person[]> {
    return this.#tools.people.list();
  }

  find(id: string): Promise<Person | undefined> {
    return this.#tools.people.byId(id);
  }

  /** @throws ZodError; PersonError `login-taken`, `password`; PasswordError `busy`; AuditUnavailable */
  async create(doer: Doer, input: PersonInput, password: string | undefined): Promise<Person> {
    const { people } = this.#tools;
    const { login, role } = personInput.parse(input);
    const passwordHash = password === undefined ? undefined : await people.hashedPassword(password, login);
    return this.#changing(
      doer,
      'C',
      'userSecurityAttributesChanged',
      { what: 'new person', login, role },
      () => people.create(input, { passwordHash }),
    );
  }

  /** @throws ZodError; PersonError; AuditUnavailable */
  async update(doer: Doer, before: Person, version: number, input: PersonInput): Promise<Person> {
    const { login, role } = personInput.parse(input);
    const type = role === before.role ? 'userSecurityAttributesChanged' : 'securityRolesChanged';
    const detail = { what: 'person', person: before.id, login, role, former: before.role };
    const person = await this.#changing(doer, 'U', type, detail, () =>
      this.#tools.people.update(before.id, version, input),
    );
    this.#tools.cache.dropPerson(person.id);
    return person;
  }

  /** Their sessions end. @throws PersonError `password`; PasswordError `busy`; AuditUnavailable */
  async setPassword(doer: Doer, { id }: Person, password: string): Promise<void> {
    await this.#changing(doer, 'U', 'userSecurityAttributesChanged', { what: 'password', person: id }, () =>
      this.#tools.people.setPassword(id, password),
    );
    await endSessionsOf(this.#tools, id, { by: doer.actor.id ?? 'administrator' });
  }

  /** For who has lost the telephone: they sign in with the password alone, until they set one up again. */
  async endTotp(doer: Doer, { id }: Person): Promise<void> {
    const detail = { what: 'no authenticator app', person: id };
    await this.#changing(doer, 'U', 'userSecurityAttributesChanged', detail, () =>
      this.#tools.people.setTotp(id, null),
    );
    this.#tools.cache.dropPerson(id);
  }

  /** They are signed out everywhere. @throws PersonError `last-administrator`; AuditUnavailable */
  async disable(doer: Doer, { id }: Person): Promise<Person> {
    const now = new Date(this.#tools.clock());
    const detail = { what: 'disabled', person: id };
    const person = await this.#changing(doer, 'U', 'userSecurityAttributesChanged', detail, () =>
      this.#tools.people.disable(id, now),
    );
    // Else those would go on when they are enabled again.
    await endSessionsOf(this.#tools, id, { by: doer.actor.id ?? 'administrator' });
    return person;
  }

  /** A lock-out ends with it. @throws AuditUnavailable */
  enable(doer: Doer, { id }: Person): Promise<Person> {
    const detail = { what: 'enabled', person: id };
    return this.#changing(doer, 'U', 'userSecurityAttributesChanged', detail, () =>
      this.#tools.people.enable(id),
    );
  }

  /** Of everybody, with who it is; those of programs are not sessions. */
  async allSessions(): Promise<(Session & { login: string | null; name: string | null })[]> {
    const people = new Map((await this.list()).map((person) => [person.id, person]));
    const sessions = await this.#tools.sessions.all(new Date(this.#tools.clock()));
    return sessions.map((session) => {
      const person = session.personId === null ? undefined : people.get(session.personId);
      return { ...session, login: person?.login ?? null, name: person?.name ?? null };
    });
  }

  sessions({ id }: Person): Promise<Session[]> {
    return this.#tools.sessions.ofPerson(id, new Date(this.#tools.clock()));
  }

  async endSessions(doer: Doer, { id }: Person): Promise<void> {
    await endAndTell(this.#tools, doer, { person: id, sessions: 'all' }, () =>
      endSessionsOf(this.#tools, id, { by: doer.actor.id ?? 'administrator' }),
    );
  }

  /** @returns whether such a session was running */
  async endSession(doer: Doer, id: string): Promise<boolean> {
    if (!(await this.#tools.sessions.isRunning(id, new Date(this.#tools.clock())))) return false;
    return endAndTell(this.#tools, doer, { session: id }, () =>
      endSession(this.#tools, id, doer.actor.id ?? 'administrator'),
    );
  }

  #changing<T>(
    doer: Doer,
    action: 'C' | 'U',
    type: EventTypeName,
    detail: Record<string, unknown>,
    act: () => Promise<T>,
  ): Promise<T> {
    return audited(this.#tools.audit, doer, { event: 'securityAlert', type, action, detail }, act);
  }
}
