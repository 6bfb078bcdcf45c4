import type { Request, Response } from 'express';
import { HttpProblem, type Studies } from '../../dicomweb-proxy/index.ts';
import {
  doerOf,
  type Client,
  type Doer,
  type EmbedStudies,
  type LiveSession,
  type Me,
  type Services,
  type Session,
} from '../../services/index.ts';
import type { ClientPlace } from '../clientAddress.ts';
import { isLoopback } from '../configValues.ts';
import { sessionOf } from '../identify.ts';
import { Tries, type TriesOptions } from '../Tries.ts';

/** What the routes of /api work with. */
export interface ApiParts {
  services: Services;
  place: ClientPlace;
  studies: Studies;
  tries: SignInTries;
  /** Of the archive, for trying tokens of a HIS. */
  embedStudies: EmbedStudies;
  /** Whether people sign in with passwords. */
  passwords: boolean;
  /** What people know the provider of OpenID Connect as. */
  oidcName: string | undefined;
}

/** How often something may be tried. Beside these, five failures lock the person out, in the database. */
export interface SignInTries {
  /** failures of an address: of many people where they share one */
  readonly address: Tries;
  /** failures with a login, whether there is somebody of that name or not */
  readonly login: Tries;
  /** links of the terminal */
  readonly setup: Tries;
  /** beginnings at the provider of OpenID Connect */
  readonly oidc: Tries;
  /** passwords and codes of somebody who is signed in */
  readonly own: Tries;
  /** tickets of a session */
  readonly tickets: Tries;
  /** what somebody looks for in an emergency, whether it is there or not */
  readonly emergency: Tries;
}

export const signInTries = (onRefused?: TriesOptions['onRefused']): SignInTries => ({
  address: new Tries({ name: 'address', points: 200, seconds: 300, onRefused }),
  login: new Tries({ name: 'login', points: 10, seconds: 600, onRefused }),
  setup: new Tries({ name: 'setup', points: 10, seconds: 600, onRefused }),
  oidc: new Tries({ name: 'oidc', points: 300, seconds: 300, onRefused }),
  own: new Tries({ name: 'own', points: 10, seconds: 600, onRefused }),
  tickets: new Tries({ name: 'tickets', points: 600, seconds: 60, onRefused }),
  emergency: new Tries({ name: 'emergency', points: 20, seconds: 600, onRefused }),
});

/** Where somebody signs in from, and the session they have had. */
export function clientOf(request: Request, { place }: ApiParts): Client {
  const live = sessionOf(request);
  return {
    address: place.addressOf(request),
    userAgent: request.headers['user-agent'] ?? '',
    formerSession: live?.session.kind === 'browser' ? live.session.id : undefined,
  };
}

/** A password goes over TLS, or stays on this machine. @throws HttpProblem 403 */
export function refuseInClear(request: Request, { place }: ApiParts): void {
  if (place.isSecure(request) || isLoopback(place.addressOf(request) ?? '')) return;
  throw new HttpProblem(
    403,
    'tls-needed',
    'Signing in needs https: here the password would pass the network in clear',
  );
}

/** The session of the request; routes that are not open have one. @throws HttpProblem 401 */
export function liveOf(request: Request): LiveSession {
  const live = sessionOf(request);
  if (!live) throw new HttpProblem(401, 'not-signed-in', 'Sign in first');
  return live;
}

/** Who asks, as the audit trail names them. @throws HttpProblem 401 */
export function doerIn(request: Request, { place }: Pick<ApiParts, 'place'>): Doer {
  return doerOf(liveOf(request), place.addressOf(request));
}

/** The person who asks. @throws HttpProblem 403 for programs, embedded pages and shares */
export async function meOf(request: Request, { services, place }: ApiParts): Promise<Me> {
  const live = liveOf(request);
  const person = live.session.kind === 'browser' ? await services.people.byId(live.principal.id) : undefined;
  if (!person) throw peopleOnly();
  return { live, person, address: place.addressOf(request) };
}

export const peopleOnly = (): HttpProblem =>
  new HttpProblem(403, 'people-only', 'That is for people who have signed in');

/** A session as people see it in a list. */
export const listed = (session: Session, currentId: string | undefined) => ({
  id: session.id,
  current: session.id === currentId,
  address: session.address,
  userAgent: session.userAgent,
  createdAt: session.createdAt,
  lastSeenAt: session.lastSeenAt,
  expiresAt: session.expiresAt,
});

/** The databases' ids are UUIDs and nothing else; what is none names nothing. */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

export function noContent(response: Response): void {
  response.status(204).end();
}
