import { DicomwebError, pageSession } from '../dicomweb/index.ts';
import { ask, call } from './call.ts';

/** Who is signed in. */
export interface SignedInPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly institutions: readonly string[];
  readonly departments: readonly string[];
  /** Whether an authenticator app is set up; absent where the server does not say. */
  readonly hasTotp?: boolean;
  /** Whether they have a password here; absent where the server does not say. */
  readonly hasPassword?: boolean;
}

/** The hospital's own sign-in (OpenID Connect). */
export interface OidcSignIn {
  /** What people know it as. */
  readonly name?: string | undefined;
  /** There are no passwords here beside it. */
  readonly alone: boolean;
}

export type SessionAnswer =
  /** Nobody signs in here. */
  | { readonly auth: 'none' }
  | {
      readonly auth: 'local';
      readonly signedIn: false;
      /** There is no administrator yet. */
      readonly setup: boolean;
      readonly oidc?: OidcSignIn;
    }
  | {
      readonly auth: 'local';
      readonly signedIn: true;
      /** Absent where the session is of no person: of a frame of another system, of a share. */
      readonly person?: SignedInPerson;
      /** What they may do at all, with some study or none: `read`, `administrate`, .. */
      readonly rights: readonly string[];
      readonly session: { readonly id: string; readonly expiresAt: string; readonly idleMs: number };
    };

/** What came of a step of signing in. */
export type SignInAnswer =
  | { readonly state: 'signed-in' }
  | {
      readonly state: 'totp' | 'sms';
      /** To be sent with the code. */
      readonly challenge: string;
      /** Where the code was sent, all but a few digits hidden. */
      readonly phone?: string;
      /** The code before was wrong. */
      readonly wrong?: boolean;
    };

export interface ListedSession {
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** ISO 8601 */
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
}

/** Whether somebody is signed in, and who. A server that knows no sessions lets nobody sign in. @throws DicomwebError */
export async function fetchSession(): Promise<SessionAnswer> {
  try {
    return await ask<SessionAnswer>('/api/session', { open: true });
  } catch (error) {
    if (error instanceof DicomwebError && error.status === 404) return { auth: 'none' };
    // A session that came with the page is over: whoever gave it is told of it.
    if (error instanceof DicomwebError && error.status === 401 && pageSession.token !== undefined)
      return { auth: 'none' };
    throw error;
  }
}

/** @throws DicomwebError `sign-in-refused`, `too-many-tries`, `busy`, `network` */
export const signIn = (login: string, password: string): Promise<SignInAnswer> =>
  ask('/api/session', { method: 'POST', body: { login, password }, open: true });

/** @throws DicomwebError `sign-in-refused`: it has to be begun anew */
export const sendCode = (challenge: string, code: string): Promise<SignInAnswer> =>
  ask('/api/session/code', { method: 'POST', body: { challenge, code }, open: true });

/** The first administrator, by the link of the terminal. @throws DicomwebError `setup-refused`, `password`, `login-taken` */
export const setUp = (
  token: string,
  person: { login: string; name: string; password: string },
): Promise<SignInAnswer> => ask('/api/setup', { method: 'POST', body: { token, ...person }, open: true });

/**
 * Begins to sign in at the hospital's own provider.
 * @param to the page of ours to go on with
 * @returns where the browser has to go
 * @throws DicomwebError `provider-away`, `too-many-tries`, `network`
 */
export async function beginOidc(to: string): Promise<string> {
  const { address } = await ask<{ address: string }>('/api/session/oidc', {
    method: 'POST',
    body: { to },
    open: true,
  });
  return address;
}

/**
 * Ends the session; where there was none any more that is as good.
 * @returns where to go to sign out of the hospital's own sign-in as well, where that is wanted
 * @throws DicomwebError
 */
export async function signOut(): Promise<string | undefined> {
  try {
    const response = await call('/api/session', { method: 'DELETE', open: true });
    return response.status === 200 ? ((await response.json()) as { address: string }).address : undefined;
  } catch (error) {
    if (!(error instanceof DicomwebError) || error.status !== 401) throw error;
    return undefined;
  }
}

/** One's own. @throws DicomwebError */
export const listSessions = (signal?: AbortSignal): Promise<ListedSession[]> =>
  ask('/api/sessions', { signal });

/** Of everybody. */
export interface AnyonesSession extends ListedSession {
  readonly kind: 'browser' | 'embed' | 'share' | 'key';
  /** null where it is of no person */
  readonly personId: string | null;
  readonly login: string | null;
  readonly name: string | null;
}

/** Everybody's, for who administrates. @throws DicomwebError */
export const listAllSessions = (signal?: AbortSignal): Promise<AnyonesSession[]> =>
  ask('/api/sessions/everybody', { signal });

/** One's own, or with the right to administrate anybody's. @throws DicomwebError; one that is over is ended already */
export async function endSession(id: string): Promise<void> {
  try {
    await call(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
  } catch (error) {
    if (!(error instanceof DicomwebError) || error.status !== 404) throw error;
  }
}

/** All other sessions end. @throws DicomwebError `sign-in-refused`, `password` */
export async function changePassword(current: string, password: string): Promise<void> {
  await call('/api/session/password', { method: 'PUT', body: { current, password } });
}

/** A secret for an authenticator app, not in force before `confirmTotp`. @throws DicomwebError */
export const beginTotp = (): Promise<{ secret: string; uri: string }> =>
  ask('/api/session/totp', { method: 'POST', body: {} });

/** @throws DicomwebError `wrong-code` */
export async function confirmTotp(secret: string, code: string): Promise<void> {
  await call('/api/session/totp', { method: 'PUT', body: { secret, code } });
}

/** @throws DicomwebError `sign-in-refused` */
export async function removeTotp(password: string): Promise<void> {
  await call('/api/session/totp', { method: 'DELETE', body: { password } });
}
