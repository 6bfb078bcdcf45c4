import { expect, it } from 'vitest';
import { sessionCookie, tokenIn, withoutSessionCookie } from '../sessionCookie.ts';

it('is for no script, no other site, and over TLS for no plain connection and no other host', () => {
  expect(sessionCookie('abc', true)).toBe('__Host-yunying=abc; Path=/; HttpOnly; Secure; SameSite=Strict');
  expect(sessionCookie('abc', false)).toBe('yunying=abc; Path=/; HttpOnly; SameSite=Strict');
  expect(withoutSessionCookie(true)).toBe(
    '__Host-yunying=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
  );
});

it('is found among others, under the name that fits the connection alone', () => {
  expect(tokenIn('a=1; __Host-yunying=abc; b=2', true)).toBe('abc');
  // Over TLS a cookie without the prefix may be planted by a neighbour.
  expect(tokenIn('yunying=abc', true)).toBeUndefined();
  expect(tokenIn('yunying=abc', false)).toBe('abc');
  expect(tokenIn('__Host-yunying=abc', false)).toBeUndefined();
  for (const header of ['', ';', '=', 'yunying', 'yunying=', 'xyunying=abc']) {
    expect([header, tokenIn(header, false)]).toEqual([header, undefined]);
  }
});
