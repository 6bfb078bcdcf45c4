import { z } from 'zod';
import type { OidcConfig } from '../services/index.ts';
import { isLoopback, isOrigin, optional } from './configValues.ts';

/** The ways there are to sign in: accounts here, the hospital's own sign-in, both; or nobody does. */
export type Auth = 'none' | 'local' | 'oidc' | 'local,oidc';

export const authWays = optional(
  z
    .string()
    .transform((text) => [...new Set(text.split(',').map((one) => one.trim()))].toSorted().join(','))
    .pipe(z.enum(['none', 'local', 'oidc', 'local,oidc']))
    .default('local'),
);

/** https; on this machine http as well, for trying things out: what passes is who somebody is. */
const isSafe = (text: string): boolean => {
  const url = URL.parse(text);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(plainHost(url)));
};
const plainHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  return isSafe(text) && url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

const list = (text: string): string[] => text.split(',').map((one) => one.trim());
/** Those that a provider may give. */
const roles = [
  'administrator',
  'radiologist',
  'clinician',
  'technician',
  'consulting expert',
] as const satisfies readonly GivenRole[];
type GivenRole = NonNullable<OidcConfig['roles']>['roles'][number]['role'];

export const oidcEnvironment = {
  PUBLIC_URL: optional(
    z
      .string()
      .transform((text) => text.replace(/\/$/, ''))
      .refine((text) => isOrigin(text) && isSafe(text))
      .optional(),
  ),
  OIDC_ISSUER: optional(z.string().refine(isIssuer).optional()),
  OIDC_CLIENT_ID: optional(z.string().max(1000).optional()),
  OIDC_CLIENT_SECRET: optional(z.string().max(1000).optional()),
  OIDC_SCOPES: optional(
    z
      .string()
      .regex(/^[!#-[\]-~]+( [!#-[\]-~]+)*$/)
      .refine((text) => text.split(' ').includes('openid'))
      .default('openid profile'),
  ),
  OIDC_NAME: optional(z.string().trim().min(1).max(40).optional()),
  OIDC_ROLE_CLAIM: optional(z.string().max(200).optional()),
  OIDC_ROLES: optional(
    z
      .string()
      .transform((text) =>
        list(text).map((pair) => {
          const at = pair.lastIndexOf('=');
          return { value: pair.slice(0, Math.max(at, 0)).trim(), role: pair.slice(at + 1).trim() };
        }),
      )
      .pipe(z.array(z.object({ value: z.string().min(1), role: z.enum(roles) })).min(1))
      .optional(),
  ),
  OIDC_INSTITUTIONS: optional(
    z
      .string()
      .transform(list)
      .pipe(z.array(z.string().min(1).max(128)).max(200))
      .optional(),
  ),
  OIDC_LOGOUT: optional(z.enum(['0', '1']).default('0')),
};

type OidcValues = z.infer<z.ZodObject<typeof oidcEnvironment>>;

export const oidcAllowed: Readonly<Record<keyof OidcValues, string>> = {
  PUBLIC_URL:
    'the https address that people open, without a path, for example https://yunying.hospital.example (http on this machine)',
  OIDC_ISSUER:
    'the https address of a provider of OpenID Connect as it names itself, for example https://login.hospital.example/realms/staff (http on this machine)',
  OIDC_CLIENT_ID: 'what the provider at OIDC_ISSUER calls this server',
  OIDC_CLIENT_SECRET: 'the secret that goes with OIDC_CLIENT_ID',
  OIDC_SCOPES: 'scopes separated by spaces, openid among them, for example openid profile groups',
  OIDC_NAME: 'what people know the provider as, 1 to 40 characters',
  OIDC_ROLE_CLAIM: 'the name of a claim, for example groups or realm_access.roles',
  OIDC_ROLES:
    'a list of value=role, the first that fits counts, for example it=administrator,radiology=radiologist; roles are administrator, radiologist, clinician, technician, consulting expert',
  OIDC_INSTITUTIONS: 'a list of institutions whose studies new people belong to, or * for all',
  OIDC_LOGOUT: '1 (who signs out here signs out of the provider too) or 0 (stays signed in there)',
};

export const callbackPath = '/api/session/oidc/callback';

/** What is missing for signing in by OpenID Connect. */
export function oidcContradictions(auth: Auth, data: OidcValues): string[] {
  const missing = (name: keyof OidcValues, why: string): string[] =>
    data[name] === undefined ? [`${name} is missing${why}: ${oidcAllowed[name]}`] : [];
  const needed = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'] as const;
  return [
    ...(auth.includes('oidc') ? needed.flatMap((name) => missing(name, ` with AUTH=${auth}`)) : []),
    ...(data.OIDC_ROLES ? missing('OIDC_ROLE_CLAIM', ' with OIDC_ROLES') : []),
    ...(data.OIDC_ROLE_CLAIM === undefined ? [] : missing('OIDC_ROLES', ' with OIDC_ROLE_CLAIM')),
  ];
}

/** @param data without contradictions */
export function oidcConfig(auth: Auth, data: OidcValues): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = data;
  const { PUBLIC_URL: publicUrl, OIDC_ROLE_CLAIM: claim, OIDC_ROLES: given } = data;
  if (!auth.includes('oidc') || !issuer || !clientId || !clientSecret || !publicUrl) return undefined;
  return {
    ...{ issuer, clientId, clientSecret },
    redirectUrl: publicUrl + callbackPath,
    scopes: data.OIDC_SCOPES,
    ...(claim !== undefined && given && { roles: { claim, roles: given } }),
    institutions: data.OIDC_INSTITUTIONS ?? [],
    ...(data.OIDC_LOGOUT === '1' && { signedOutUrl: `${publicUrl}/sign-in` }),
  };
}
