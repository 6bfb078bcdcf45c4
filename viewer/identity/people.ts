import { ask, call } from './call.ts';
import type { ListedSession } from './session.ts';

/** The roles that an administrator gives to people. */
export const personRoles = [
  'administrator',
  'radiologist',
  'clinician',
  'technician',
  'consulting expert',
  'none',
] as const;

export type PersonRole = (typeof personRoles)[number];

export interface PersonInput {
  login: string;
  name: string;
  phone: string | null;
  role: PersonRole;
  /** `*`: all */
  institutions: readonly string[];
  departments: readonly string[];
}

/** Who may sign in; times are ISO 8601. */
export interface Person extends Readonly<PersonInput> {
  readonly id: string;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly lockedUntil: string | null;
  readonly disabledAt: string | null;
  readonly createdAt: string;
  /** Raised with each change. */
  readonly version: number;
}

const pathOf = (id: string): string => `/api/people/${encodeURIComponent(id)}`;

/** Everybody. @throws DicomwebError */
export const listPeople = (signal?: AbortSignal): Promise<Person[]> => ask('/api/people', { signal });

/** @throws DicomwebError `login-taken`, `password` */
export const createPerson = (input: PersonInput, password: string | undefined): Promise<Person> =>
  ask('/api/people', { method: 'POST', body: { ...input, ...(password && { password }) } });

/** @param version the one that was edited @throws DicomwebError `changed-meanwhile`, `login-taken`, `last-administrator` */
export const updatePerson = (id: string, version: number, input: PersonInput): Promise<Person> =>
  ask(pathOf(id), { method: 'PUT', body: { version, ...input } });

/** Their sessions end. @throws DicomwebError `password` */
export async function setPersonPassword(id: string, password: string): Promise<void> {
  await call(`${pathOf(id)}/password`, { method: 'PUT', body: { password } });
}

/** Whoever has lost the device with the authenticator app signs in with the password alone again. @throws DicomwebError */
export async function removeTotpOf(id: string): Promise<void> {
  await call(`${pathOf(id)}/totp`, { method: 'DELETE' });
}

/** They are signed out, and cannot sign in. @throws DicomwebError `last-administrator` */
export const disablePerson = (id: string): Promise<Person> =>
  ask(`${pathOf(id)}/disable`, { method: 'POST', body: {} });

/** Ends a lock-out as well. @throws DicomwebError */
export const enablePerson = (id: string): Promise<Person> =>
  ask(`${pathOf(id)}/enable`, { method: 'POST', body: {} });

/** @throws DicomwebError */
export const listSessionsOf = (id: string, signal?: AbortSignal): Promise<ListedSession[]> =>
  ask(`${pathOf(id)}/sessions`, { signal });

/** All of them. @throws DicomwebError */
export async function endSessionsOf(id: string): Promise<void> {
  await call(`${pathOf(id)}/sessions`, { method: 'DELETE' });
}
