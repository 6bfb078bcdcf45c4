import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { clientPlace } from '../clientAddress.ts';
import { loadConfig } from '../config.ts';

const placeOf = (TRUST_PROXY: string) => clientPlace(loadConfig({ TRUST_PROXY }));
const requestOf = (
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
  encrypted = false,
): IncomingMessage =>
  ({ socket: { remoteAddress, ...(encrypted && { encrypted }) }, headers }) as unknown as IncomingMessage;

it('believes nobody about the address, unless it is told to', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9, 10.0.0.2' };
  const table: [string, string, string | undefined][] = [
    ['0', '127.0.0.1', '127.0.0.1'],
    ['1', '127.0.0.1', '10.0.0.2'],
    ['2', '127.0.0.1', '203.0.113.9'],
    ['loopback', '127.0.0.1', '10.0.0.2'],
    ['loopback', '::ffff:127.0.0.1', '10.0.0.2'],
    ['loopback,10.0.0.0/8', '127.0.0.1', '203.0.113.9'],
    // Who comes past the proxy that is trusted says what he likes.
    ['loopback', '198.51.100.7', '198.51.100.7'],
  ];
  for (const [trust, remote, wanted] of table) {
    expect([trust, remote, placeOf(trust).addressOf(requestOf(remote, forwarded))]).toEqual([
      trust,
      remote,
      wanted,
    ]);
  }
  expect(placeOf('0').addressOf(requestOf('::ffff:10.1.2.3'))).toBe('10.1.2.3');
  expect(placeOf('0').addressOf(requestOf(undefined))).toBeUndefined();
  expect(placeOf('1').addressOf(requestOf(undefined, forwarded))).toBeUndefined();
});

it('follows the client where one connection brings several', () => {
  const place = placeOf('loopback');
  const request = requestOf('127.0.0.1', { 'x-forwarded-for': '10.0.0.1' });
  const next = { ...request, headers: { 'x-forwarded-for': '10.0.0.2' } } as unknown as IncomingMessage;
  expect([request, request, next, request].map((one) => place.addressOf(one))).toEqual([
    '10.0.0.1',
    '10.0.0.1',
    '10.0.0.2',
    '10.0.0.1',
  ]);
});

it('knows TLS by the connection, or by a proxy that is trusted', () => {
  const https = { 'x-forwarded-proto': 'https' };
  const table: [string, IncomingMessage, boolean][] = [
    ['0', requestOf('127.0.0.1', {}, true), true],
    ['0', requestOf('127.0.0.1', https), false],
    ['1', requestOf('10.9.9.9', https), true],
    ['loopback', requestOf('127.0.0.1', https), true],
    ['loopback', requestOf('127.0.0.1', { 'x-forwarded-proto': 'http' }), false],
    ['loopback', requestOf('127.0.0.1', { 'x-forwarded-proto': 'http, https' }), false],
    ['loopback', requestOf('127.0.0.1'), false],
    ['loopback', requestOf('10.9.9.9', https), false],
  ];
  for (const [trust, request, wanted] of table) {
    expect([trust, request.headers, placeOf(trust).isSecure(request)]).toEqual([
      trust,
      request.headers,
      wanted,
    ]);
  }
});
