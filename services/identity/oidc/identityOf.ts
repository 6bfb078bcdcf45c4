import { z } from 'zod';
import type { ExternalId } from '../People.ts';
import type { OidcConfig, OidcRoles } from './OidcProvider.ts';

/** Somebody as a provider of OpenID Connect tells of them. */
export interface ExternalIdentity extends ExternalId {
  /** What they would like to be called; it may be anybody's. */
  readonly login?: string | undefined;
  readonly name?: string | undefined;
  /** `none` where the claim gives none; undefined: the provider has no say in it. */
  readonly role?: OidcRoles['roles'][number]['role'] | undefined;
  /** Of somebody who comes for the first time. */
  readonly institutions: readonly string[];
}

/** Others than these say nothing of who somebody is here. */
const known = z.object({
  iss: z.string().min(1),
  // OpenID Connect Core 2: 255 ASCII characters at most.
  sub: z.string().min(1).max(255),
  preferred_username: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});

/** @param claims of the ID token and UserInfo @throws ZodError where they name nobody */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  { roles, institutions }: Pick<OidcConfig, 'roles' | 'institutions'>,
): ExternalIdentity {
  const { iss, sub, preferred_username, name } = known.parse(claims);
  return {
    issuer: iss,
    subject: sub,
    login: preferred_username?.trim() || undefined,
    name: name?.trim() || preferred_username?.trim() || undefined,
    role: roles && roleIn(claims, roles),
    institutions,
  };
}

/** The first role whose value is there. A claim is a text or a list of them. */
function roleIn(claims: Readonly<Record<string, unknown>>, { claim, roles }: OidcRoles) {
  const given = claimNamed(claims, claim);
  const values: unknown[] = Array.isArray(given) ? given : [given];
  return roles.find(({ value }) => values.includes(value))?.role ?? 'none';
}

/** By its name; else by a path of names, `realm_access.roles`. */
function claimNamed(claims: Readonly<Record<string, unknown>>, claim: string): unknown {
  if (Object.hasOwn(claims, claim)) return claims[claim];
  let at: unknown = claims;
  for (const name of claim.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
