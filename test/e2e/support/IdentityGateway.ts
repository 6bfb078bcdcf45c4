import { randomBytes, randomUUID } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Secret, TOTP } from 'otpauth';

/** A person of the test. */
export interface TestPerson {
  id: string;
  login: string;
  name: string;
  phone: string | null;
  role: string;
  institutions: string[];
  departments: string[];
  password: string | undefined;
  /** base32 */
  totpSecret: string | undefined;
  disabled: boolean;
  version: number;
  createdAt: string;
}

interface TestSession {
  id: string;
  person: TestPerson;
  userAgent: string;
  createdAt: string;
  lastSeenAt: string;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message = code, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

type Body = Record<string, unknown>;
type Answer = { status: number; body?: unknown; cookie?: string };

/**
 * Signing in as the pages know it, before a real system that lets everybody in: keeps people and sessions in memory, answers /api, and
 * passes all else on, what is below /dicom-web only with a session. For tests of the pages alone: which states a server can be in is
 * said here (busy, too many tries), what people may see is not.
 */
export class IdentityGateway {
  readonly people: TestPerson[] = [];
  readonly sessions = new Map<string, TestSession>();
  readonly setupToken = randomBytes(16).toString('base64url');
  /** What the next attempts to sign in are answered, whatever they are. */
  readonly refusals: { status: number; code: string; retryAfter?: number }[] = [];
  /** Paths of /dicom-web that were refused for lack of a session. */
  readonly refused: string[] = [];
  readonly #challenges = new Map<string, TestPerson>();
  readonly #target: URL;
  #server: Server | undefined;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** @returns its address, without a slash at the end */
  async start(): Promise<string> {
    this.#server = createServer((request, response) => void this.#handle(request, response));
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  add(person: Pick<TestPerson, 'login' | 'name' | 'role'> & Partial<TestPerson>): TestPerson {
    const added: TestPerson = {
      id: randomUUID(),
      phone: null,
      institutions: ['*'],
      departments: ['*'],
      password: undefined,
      totpSecret: undefined,
      disabled: false,
      version: 1,
      createdAt: new Date().toISOString(),
      ...person,
    };
    this.people.push(added);
    return added;
  }

  endSessionsOf(login: string): void {
    for (const [token, { person }] of this.sessions) if (person.login === login) this.sessions.delete(token);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.#target);
    try {
      if (pathname.startsWith('/api/')) {
        const { status, body, cookie } = this.#api(request, pathname, await readJson(request));
        response.writeHead(status, {
          'Cache-Control': 'no-store',
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(cookie !== undefined && { 'Set-Cookie': cookie }),
        });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      } else {
        if (pathname.startsWith('/dicom-web') && !this.#sessionOf(request)) {
          this.refused.push(pathname);
          throw new Refusal(401, 'signed-out', 'nobody is signed in');
        }
        this.#passOn(request, response);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.writeHead(error.status, { 'Content-Type': 'application/json', ...error.headers });
      response.end(JSON.stringify({ error: { code: error.code, message: error.message } }));
    }
  }

  #passOn(request: IncomingMessage, response: ServerResponse): void {
    const { hostname, port } = this.#target;
    const forwarded = httpRequest(
      { hostname, port, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on('error', () => response.destroy());
    response.on('close', () => forwarded.destroy());
    request.pipe(forwarded);
  }

  #api(request: IncomingMessage, path: string, body: Body): Answer {
    const route = `${request.method} ${path}`;
    const session = this.#sessionOf(request);
    if (route === 'GET /api/session') return { status: 200, body: this.#state(session) };
    if (route === 'POST /api/session') return this.#signIn(request, body);
    if (route === 'POST /api/session/code') return this.#code(request, body);
    if (route === 'POST /api/setup') return this.#setUp(request, body);
    if (!session) throw new Refusal(401, 'signed-out');
    if (path.startsWith('/api/people')) {
      if (session.person.role !== 'administrator') throw new Refusal(403, 'forbidden');
      return this.#peopleApi(route, path, body);
    }
    return this.#own(route, path, body, session);
  }

  #state(session: TestSession | undefined): unknown {
    if (!session) {
      return { auth: 'local', signedIn: false, setup: this.people.length === 0 };
    }
    const { id, login, name, role, institutions, departments, totpSecret } = session.person;
    return {
      auth: 'local',
      signedIn: true,
      person: { id, login, name, role, institutions, departments, hasTotp: totpSecret !== undefined },
      rights: role === 'administrator' ? ['read', 'administrate'] : ['read', 'report'],
      session: { id: session.id, expiresAt: inHours(12), idleMs: 1_800_000 },
    };
  }

  #signIn(request: IncomingMessage, { login, password }: Body): Answer {
    const refusal = this.refusals.shift();
    if (refusal)
      throw new Refusal(refusal.status, refusal.code, refusal.code, {
        ...(refusal.retryAfter !== undefined && { 'Retry-After': String(refusal.retryAfter) }),
      });
    const person = this.people.find((one) => one.login.toLowerCase() === String(login).toLowerCase());
    if (!person || person.disabled || person.password !== password) throw new Refusal(401, 'sign-in-refused');
    if (person.totpSecret === undefined) return this.#letIn(request, person);
    const challenge = randomUUID();
    this.#challenges.set(challenge, person);
    return { status: 200, body: { state: 'totp', challenge } };
  }

  #code(request: IncomingMessage, { challenge, code }: Body): Answer {
    const person = this.#challenges.get(String(challenge));
    if (!person?.totpSecret) throw new Refusal(401, 'sign-in-refused');
    if (totpOf(person.totpSecret).validate({ token: String(code), window: 1 }) === null)
      return { status: 200, body: { state: 'totp', challenge, wrong: true } };
    this.#challenges.delete(String(challenge));
    return this.#letIn(request, person);
  }

  #setUp(request: IncomingMessage, { token, login, name, password }: Body): Answer {
    if (token !== this.setupToken || this.people.some(({ role }) => role === 'administrator'))
      throw new Refusal(401, 'setup-refused');
    requirePassword(password);
    const person = this.add({
      login: String(login),
      name: String(name),
      role: 'administrator',
      password: String(password),
    });
    return this.#letIn(request, person);
  }

  #letIn(request: IncomingMessage, person: TestPerson): Answer {
    const token = randomBytes(32).toString('base64url');
    const now = new Date().toISOString();
    const userAgent = request.headers['user-agent'] ?? '';
    this.sessions.set(token, { id: randomUUID(), person, userAgent, createdAt: now, lastSeenAt: now });
    return {
      status: 200,
      body: { state: 'signed-in' },
      cookie: `yunying=${token}; HttpOnly; SameSite=Strict; Path=/`,
    };
  }

  #own(route: string, path: string, body: Body, session: TestSession): Answer {
    const { person } = session;
    switch (route) {
      case 'DELETE /api/session':
        this.#end(session.id);
        return { status: 204, cookie: 'yunying=; Max-Age=0; Path=/' };
      case 'GET /api/sessions':
        return { status: 200, body: this.#listed(person, session) };
      case 'PUT /api/session/password':
        if (body.current !== person.password) throw new Refusal(401, 'sign-in-refused');
        requirePassword(body.password);
        person.password = String(body.password);
        for (const other of this.#of(person)) if (other !== session) this.#end(other.id);
        return { status: 204 };
      case 'POST /api/session/totp': {
        const secret = new Secret({ size: 20 }).base32;
        return { status: 200, body: { secret, uri: totpOf(secret, person.login).toString() } };
      }
      case 'PUT /api/session/totp':
        if (totpOf(String(body.secret)).validate({ token: String(body.code), window: 1 }) === null)
          throw new Refusal(422, 'wrong-code');
        person.totpSecret = String(body.secret);
        return { status: 204 };
      case 'DELETE /api/session/totp':
        if (body.password !== person.password) throw new Refusal(401, 'sign-in-refused');
        person.totpSecret = undefined;
        return { status: 204 };
    }
    const id = /^DELETE \/api\/sessions\/([^/]+)$/.exec(route)?.[1];
    const mayEnd = (one: TestSession): boolean =>
      one.id === id && (one.person === person || person.role === 'administrator');
    const found = [...this.sessions.values()].find(mayEnd);
    if (!found) throw new Refusal(404, 'not-found', path);
    this.#end(found.id);
    return { status: 204 };
  }

  #peopleApi(route: string, path: string, body: Body): Answer {
    if (route === 'GET /api/people') return { status: 200, body: this.people.map(listedPerson) };
    if (route === 'POST /api/people') {
      const { password, ...input } = body as Partial<TestPerson> &
        Pick<TestPerson, 'login' | 'name' | 'role'>;
      if (this.people.some(({ login }) => login.toLowerCase() === input.login.toLowerCase()))
        throw new Refusal(409, 'login-taken');
      if (password !== undefined) requirePassword(password);
      return { status: 201, body: listedPerson(this.add({ ...input, password })) };
    }
    const [, , , id, what] = path.split('/');
    const person = this.people.find((one) => one.id === id);
    if (!person) throw new Refusal(404, 'not-found');
    return this.#personApi(`${route.split(' ')[0]} ${what ?? ''}`.trim(), person, body);
  }

  #personApi(what: string, person: TestPerson, body: Body): Answer {
    switch (what) {
      case 'PUT': {
        const { version, ...input } = body as unknown as TestPerson;
        if (version !== person.version) throw new Refusal(409, 'changed-meanwhile');
        if (this.#isLastAdministrator(person) && input.role !== 'administrator')
          throw new Refusal(409, 'last-administrator');
        Object.assign(person, input, { version: version + 1 });
        return { status: 200, body: listedPerson(person) };
      }
      case 'PUT password':
        requirePassword(body.password);
        person.password = String(body.password);
        person.version += 1;
        this.endSessionsOf(person.login);
        return { status: 204 };
      case 'POST disable':
        if (this.#isLastAdministrator(person)) throw new Refusal(409, 'last-administrator');
        person.disabled = true;
        person.version += 1;
        this.endSessionsOf(person.login);
        return { status: 200, body: listedPerson(person) };
      case 'POST enable':
        person.disabled = false;
        person.version += 1;
        return { status: 200, body: listedPerson(person) };
      case 'DELETE totp':
        person.totpSecret = undefined;
        person.version += 1;
        return { status: 204 };
      case 'GET sessions':
        return { status: 200, body: this.#listed(person) };
      case 'DELETE sessions':
        this.endSessionsOf(person.login);
        return { status: 204 };
      default:
        throw new Refusal(404, 'not-found', what);
    }
  }

  #isLastAdministrator(person: TestPerson): boolean {
    const others = this.people.filter((one) => one !== person && !one.disabled);
    return person.role === 'administrator' && !others.some(({ role }) => role === 'administrator');
  }

  #sessionOf({ headers }: IncomingMessage): TestSession | undefined {
    const token = /(?:^|;\s*)yunying=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    const session = token === undefined ? undefined : this.sessions.get(token);
    if (session) session.lastSeenAt = new Date().toISOString();
    return session;
  }

  #of(person: TestPerson): TestSession[] {
    return [...this.sessions.values()].filter((one) => one.person === person);
  }

  #end(id: string): void {
    for (const [token, session] of this.sessions) if (session.id === id) this.sessions.delete(token);
  }

  #listed(person: TestPerson, current?: TestSession): unknown {
    return this.#of(person).map(({ id, userAgent, createdAt, lastSeenAt }) => ({
      id,
      userAgent,
      createdAt,
      lastSeenAt,
      current: id === current?.id,
      address: '127.0.0.1',
      expiresAt: inHours(12),
    }));
  }
}

export const totpOf = (secret: string, label = 'yunying'): TOTP =>
  new TOTP({ issuer: 'Yunying', label, secret: Secret.fromBase32(secret) });

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

function listedPerson({ password, totpSecret, disabled, ...person }: TestPerson): unknown {
  return {
    ...person,
    hasPassword: password !== undefined,
    hasTotp: totpSecret !== undefined,
    lockedUntil: null,
    disabledAt: disabled ? new Date().toISOString() : null,
  };
}

function requirePassword(password: unknown): void {
  if (typeof password !== 'string' || [...password].length < 10)
    throw new Refusal(422, 'password', 'too-short');
}

async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Body);
}
