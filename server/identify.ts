import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpProblem } from '../dicomweb-proxy/index.ts';
import { isDatabaseAway, type Admission, type Credential, type LiveSession } from '../services/index.ts';
import type { ClientPlace } from './clientAddress.ts';
import { tokenIn } from './sessionCookie.ts';
import type { Step } from './steps.ts';
import type { Tries } from './Tries.ts';

/** Where the session is kept with the request; no header of a client can name a symbol. */
const session = Symbol('session');
type Identified = IncomingMessage & { [session]?: LiveSession };

/** Who asks; undefined: nobody has signed in, or the session has ended. */
export const sessionOf = (request: IncomingMessage): LiveSession | undefined =>
  (request as Identified)[session];

/** A request that came by a ticket instead of a session of its own is of the session that the ticket is of. */
export function actAs(request: IncomingMessage, live: LiveSession): void {
  (request as Identified)[session] = live;
}

export interface IdentifyParts {
  admission: Admission;
  place: ClientPlace;
  /** How often an address may come with what is no session. */
  tries: Tries;
  /** How often it may come with what is known to be none. */
  strangers: Tries;
  /** Told of what is no session, or no more. */
  onRefused: (credential: Credential, address: string | undefined) => void;
  /** milliseconds since 1970 */
  clock: () => number;
}

/**
 * Finds out who asks, before anything is answered: by Authorization, which wins, by a ticket in the address, or by the cookie. A cookie that is good no
 * more is as none, so that the page to sign in on can be had with it; an Authorization that is not good is refused, as
 * programs are to know. Where the session is known nothing is waited for.
 */
export function identify({ admission, place, tries, strangers, onRefused, clock }: IdentifyParts): Step {
  return (request, response, next) => {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) refuseSeveral(request, 'authorization');
    else {
      const ticket = ticketIn(request);
      if (ticket) return admitByTicket(request, response, ticket, next);
    }
    const header = authorization ?? cookie;
    if (header === undefined) return next();
    const live = admission.known(header, clock());
    if (live) return admit(request, live, authorization !== undefined, next);
    const credential = credentialIn(request);
    if (!credential) return next();
    if (admission.isRefused(header)) {
      if (credential.kind === 'authorization') return refuse(request, next);
      return next();
    }
    find(request, credential).then(
      (found) => {
        if (response.destroyed) return;
        if (found) return admit(request, found, credential.kind === 'authorization', next);
        next(credential.kind === 'authorization' ? notGood() : undefined);
      },
      (error: unknown) => next(isDatabaseAway(error) ? databaseAway() : error),
    );
  };

  /** A browser may send a cookie of somebody else beside it. */
  function admitByTicket(
    request: IncomingMessage,
    response: ServerResponse,
    { ticket, path, rest }: Ticket,
    next: (error?: unknown) => void,
  ): void {
    findTicket(request, ticket, path).then(
      (found) => {
        if (response.destroyed) return;
        if (!found) return next(notGood());
        // Nobody after this one need see it, or writes it down.
        request.url = rest;
        admit(request, found, true, next);
      },
      (error: unknown) => next(isDatabaseAway(error) ? databaseAway() : error),
    );
  }

  async function findTicket(
    request: IncomingMessage,
    ticket: string,
    path: string,
  ): Promise<LiveSession | undefined> {
    const address = place.addressOf(request);
    await tries.refuse(address);
    const found = await admission.findTicket(ticket, path);
    if (!found) await tries.count(address);
    return found;
  }

  async function find(request: IncomingMessage, credential: Credential): Promise<LiveSession | undefined> {
    const address = place.addressOf(request);
    await tries.refuse(address, address);
    const found = await admission.find(credential, address);
    if (!found) {
      onRefused(credential, address);
      await tries.count(address);
    }
    return found;
  }

  function admit(
    request: IncomingMessage,
    live: LiveSession,
    byAuthorization: boolean,
    next: (error?: unknown) => void,
  ): void {
    if (live.mayComeFrom && !live.mayComeFrom(place.addressOf(request)))
      return byAuthorization ? refuse(request, next) : next();
    (request as Identified)[session] = live;
    next();
  }

  /** Without a look into the database. */
  function refuse(request: IncomingMessage, next: (error?: unknown) => void): void {
    const address = place.addressOf(request);
    strangers.take(address, address).then(() => next(notGood()), next);
  }

  /** @throws HttpProblem 400, 401 */
  function credentialIn(request: IncomingMessage): Credential | undefined {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization) ?? [];
      if (token === undefined) throw notGood();
      return { kind: 'authorization', token, header: authorization };
    }
    if (cookie === undefined) return undefined;
    // Node puts several into one.
    refuseSeveral(request, 'cookie');
    const token = tokenIn(cookie, place.isSecure(request));
    return token === undefined ? undefined : { kind: 'cookie', token, header: cookie };
  }
}

interface Ticket {
  readonly ticket: string;
  readonly path: string;
  /** The address without it. */
  readonly rest: string;
}

/**
 * Of `?ticket=`, by which a browser that can send no header gets the one path it was made for.
 * @throws HttpProblem 400 where there are several
 */
function ticketIn({ method, url = '' }: IncomingMessage): Ticket | undefined {
  const at = url.indexOf('?');
  if (at < 0 || !url.includes('ticket=', at)) return undefined;
  const query = new URLSearchParams(url.slice(at));
  const [ticket, second] = query.getAll('ticket');
  if (ticket === undefined) return undefined;
  if (second !== undefined)
    throw new HttpProblem(400, 'parameter-twice', 'The parameter ticket may be there once');
  if (method !== 'GET') throw notGood();
  query.delete('ticket');
  const path = url.slice(0, at);
  return { ticket, path, rest: query.size > 0 ? `${path}?${query.toString()}` : path };
}

/** Of two whoever stands in front of us may have looked at the other. @throws HttpProblem 400 */
function refuseSeveral({ rawHeaders }: IncomingMessage, name: string): void {
  let found = false;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] ?? '';
    if (given.length !== name.length || given.toLowerCase() !== name) continue;
    if (found) throw new HttpProblem(400, 'header-twice', `The header ${name} may be there once`);
    found = true;
  }
}

/** RFC 6750 3 */
const notGood = (): HttpProblem =>
  new HttpProblem(401, 'session-ended', 'This key or session is not good, or no more', {
    'www-authenticate': 'Bearer error="invalid_token"',
  });

export const databaseAway = (): HttpProblem =>
  new HttpProblem(503, 'database-unavailable', 'Who you are cannot be looked up at the moment', {
    'retry-after': '2',
  });
