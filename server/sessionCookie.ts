import { parseCookie, stringifySetCookie } from 'cookie';
import { oidcFlowMs } from '../services/index.ts';

/**
 * Over TLS a name that no other host and no plain connection can set (RFC 6265bis 4.1.3.2); without, which is this machine
 * alone, such a name is not taken by browsers.
 */
const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-yunying' : 'yunying');

/** Of a browser; it ends with the browser, or when the server says so. */
export function sessionCookie(token: string, isSecure: boolean): string {
  return stringifySetCookie({
    name: nameOf(isSecure),
    value: token,
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: isSecure,
  });
}

export function withoutSessionCookie(isSecure: boolean): string {
  return stringifySetCookie({
    name: nameOf(isSecure),
    value: '',
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: isSecure,
    maxAge: 0,
  });
}

/** The token in a Cookie header; undefined where there is none. */
export const tokenIn = (header: string, isSecure: boolean): string | undefined =>
  parseCookie(header)[nameOf(isSecure)] || undefined;

const flowNameOf = (isSecure: boolean): string => (isSecure ? '__Host-yunying-oidc' : 'yunying-oidc');

/**
 * What a browser goes to the provider of OpenID Connect with, and comes back. `Lax`: it is another site that leads back to us. Sealed,
 * and good for nothing else.
 */
export function flowCookie(flow: string, isSecure: boolean): string {
  return stringifySetCookie({
    name: flowNameOf(isSecure),
    value: flow,
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isSecure,
    maxAge: oidcFlowMs / 1000,
  });
}

export function withoutFlowCookie(isSecure: boolean): string {
  return stringifySetCookie({
    name: flowNameOf(isSecure),
    value: '',
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isSecure,
    maxAge: 0,
  });
}

export const flowIn = (header: string, isSecure: boolean): string | undefined =>
  parseCookie(header)[flowNameOf(isSecure)] || undefined;
