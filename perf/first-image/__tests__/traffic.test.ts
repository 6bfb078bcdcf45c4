import { describe, expect, it } from 'vitest';
import { Traffic } from '../traffic.ts';

const WALL = 1_700_000_000;
/** The browser's monotonic clock stands at 50 s when wall time is WALL. */
const wallMs = (seconds: number): number => (WALL + seconds - 50) * 1000;

function recorded(...events: [string, Record<string, unknown>][]): Traffic {
  const traffic = new Traffic();
  for (const [method, params] of events) traffic.add({ method: `Network.${method}`, params });
  return traffic;
}
const begin = (
  requestId: string,
  timestamp: number,
  more: object = {},
): [string, Record<string, unknown>] => [
  'requestWillBeSent',
  {
    requestId,
    timestamp,
    wallTime: WALL + timestamp - 50,
    request: { url: `http://x/${requestId}` },
    ...more,
  },
];

describe('Traffic', () => {
  it('counts what had come in by a given moment, of requests under way too', () => {
    const traffic = recorded(
      begin('a', 50),
      ['responseReceived', { requestId: 'a', timestamp: 50.1, response: { encodedDataLength: 200 } }],
      ['dataReceived', { requestId: 'a', timestamp: 50.2, encodedDataLength: 1000 }],
      ['loadingFinished', { requestId: 'a', timestamp: 50.3, encodedDataLength: 1210 }],
      begin('b', 50.4),
      ['responseReceived', { requestId: 'b', timestamp: 50.5, response: { encodedDataLength: 100 } }],
      ['dataReceived', { requestId: 'b', timestamp: 50.7, encodedDataLength: 5000 }],
    );
    expect(traffic.sum(wallMs(50.15))).toEqual({ requests: 1, bytes: 200 });
    expect(traffic.sum(wallMs(50.25))).toEqual({ requests: 1, bytes: 1200 });
    expect(traffic.sum(wallMs(50.6))).toEqual({ requests: 2, bytes: 1310 });
    expect(traffic.sum(Infinity)).toEqual({ requests: 2, bytes: 6310 });
    expect(traffic.pending).toBe(1);
    expect(traffic.begunAt).toBe(wallMs(50));
  });

  it('leaves out data: and blob: addresses and what caches answer', () => {
    const traffic = recorded(
      begin('page', 50),
      begin('inline', 50.1, { request: { url: 'data:image/png;base64,AA' } }),
      begin('made', 50.1, { request: { url: 'blob:http://x/1' } }),
      begin('again', 50.2),
      ['requestServedFromCache', { requestId: 'again', timestamp: 50.2 }],
      begin('disk', 50.3),
      [
        'responseReceived',
        { requestId: 'disk', timestamp: 50.4, response: { encodedDataLength: 0, fromDiskCache: true } },
      ],
    );
    expect(traffic.sum(Infinity).requests).toBe(1);
    expect(traffic.pending).toBe(1);
  });

  it('counts a redirection as a request of its own', () => {
    const traffic = recorded(
      begin('a', 50),
      begin('a', 50.2, { redirectResponse: { encodedDataLength: 150 } }),
      ['loadingFinished', { requestId: 'a', timestamp: 50.4, encodedDataLength: 400 }],
    );
    expect(traffic.sum(Infinity)).toEqual({ requests: 2, bytes: 550 });
    expect(traffic.pending).toBe(0);
  });

  it('counts a request that page and worker both report once', () => {
    const traffic = recorded(begin('worker.js', 50), begin('worker.js', 50));
    expect(traffic.sum(Infinity).requests).toBe(1);
  });

  it('takes failed requests as ended', () => {
    const traffic = recorded(begin('a', 50), ['loadingFailed', { requestId: 'a', timestamp: 51 }]);
    expect(traffic.pending).toBe(0);
  });
});
