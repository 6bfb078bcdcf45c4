import { request, type Dispatcher } from 'undici';
import type { DatabaseOptions } from '../../../../services/database/index.ts';
import type { Engine } from '../../../support/engines.ts';
import { startSystem, type StartedSystem } from '../../../support/startSystem.ts';

/** Hashes that cost little: what is tested is what hangs on them. */
export const cheapHashes = { memoryKiB: 64, passes: 1, lanes: 1 };

export const password = 'correct horse battery';

/** A clock that only tests move. */
export class TestClock {
  ms: number;

  constructor(start = Date.now()) {
    this.ms = start;
  }

  read = (): number => this.ms;

  /** @param minutes how far it goes on */
  forward(minutes: number): void {
    this.ms += minutes * 60_000;
  }
}

export interface SignInSystem extends StartedSystem {
  clock: TestClock;
  visitor(): Visitor;
}

/** PGlite lies in DATA_DIR and need not be named. */
export const databaseEnv = ({ databaseUrl, schema }: DatabaseOptions): { DATABASE_URL?: string } =>
  databaseUrl === undefined
    ? {}
    : { DATABASE_URL: `${databaseUrl}&options=${encodeURIComponent(`-c search_path=${schema}`)}` };

/** The whole system with AUTH=local, its people in the engine given, or in its own folder. */
export async function startSignInSystem(
  engine: Engine | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<SignInSystem> {
  const clock = new TestClock();
  const system = await startSystem({
    clock: clock.read,
    passwordCosts: cheapHashes,
    env: {
      AUTH: 'local',
      ...(engine && env.DATABASE_URL === undefined && databaseEnv(await engine.place())),
      ...env,
    },
  });
  return { ...system, clock, visitor: () => new Visitor(system.url) };
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** JSON where it is; else text */
  body: unknown;
}

/** A browser, as far as signing in goes: it keeps the cookie that it is given. */
export class Visitor {
  readonly url: string;
  cookie: string | undefined;
  /** As the browser got it last. */
  setCookie: string | undefined;
  readonly #dispatcher: Dispatcher | undefined;

  constructor(url: string, dispatcher?: Dispatcher) {
    this.url = url;
    this.#dispatcher = dispatcher;
  }

  get headers(): Record<string, string> {
    return this.cookie === undefined ? {} : { cookie: this.cookie };
  }

  async ask(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Reply> {
    const json = body !== undefined && !(body instanceof Uint8Array) && typeof body !== 'string';
    const reply = await request(this.url + path, {
      method: method as 'GET',
      ...(this.#dispatcher && { dispatcher: this.#dispatcher }),
      headers: { ...this.headers, ...(json && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as string | Uint8Array) }),
    });
    const set = reply.headers['set-cookie'];
    if (set !== undefined) {
      this.setCookie = String(set);
      const [pair = ''] = this.setCookie.split(';', 1);
      this.cookie = pair.endsWith('=') ? undefined : pair;
    }
    const text = await reply.body.text();
    return { status: reply.statusCode, headers: reply.headers, body: parsed(text) };
  }

  get = (path: string, headers?: Record<string, string>): Promise<Reply> =>
    this.ask('GET', path, { ...(headers && { headers }) });
  post = (path: string, body: unknown = {}): Promise<Reply> => this.ask('POST', path, { body });
  put = (path: string, body: unknown): Promise<Reply> => this.ask('PUT', path, { body });
  delete = (path: string, body?: unknown): Promise<Reply> =>
    this.ask('DELETE', path, body === undefined ? {} : { body });

  signIn = (login: string, secret = password): Promise<Reply> =>
    this.post('/api/session', { login, password: secret });

  /** GET /api/session */
  async session(): Promise<Record<string, unknown>> {
    return (await this.get('/api/session')).body as Record<string, unknown>;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The first administrator, signed in by the link of the terminal. */
export async function administratorOf(system: SignInSystem, login = 'admin'): Promise<Visitor> {
  const link = await system.server.setupLink();
  const [, token] = link?.split('#') ?? [];
  const visitor = system.visitor();
  const reply = await visitor.post('/api/setup', { token, login, name: '管理员', password });
  if (reply.status !== 200) throw new Error(`setting up: ${JSON.stringify(reply)}`);
  return visitor;
}

export interface Made {
  id: string;
  login: string;
  version: number;
}

/** Somebody with the usual password. */
export async function makePerson(
  administrator: Visitor,
  person: { login: string; role: string } & Record<string, unknown>,
): Promise<Made> {
  const reply = await administrator.post('/api/people', { name: '某人', password, ...person });
  if (reply.status !== 201) throw new Error(`making ${person.login}: ${JSON.stringify(reply)}`);
  return reply.body as Made;
}

/** Made and signed in. */
export async function signedIn(
  system: SignInSystem,
  administrator: Visitor,
  person: { login: string; role: string } & Record<string, unknown>,
): Promise<Visitor & { person: Made }> {
  const made = await makePerson(administrator, person);
  const visitor = system.visitor();
  const reply = await visitor.signIn(person.login);
  if (reply.status !== 200) throw new Error(`signing in ${person.login}: ${JSON.stringify(reply)}`);
  return Object.assign(visitor, { person: made });
}

export const errorCode = ({ body }: Reply): unknown => (body as { error?: { code?: unknown } }).error?.code;
