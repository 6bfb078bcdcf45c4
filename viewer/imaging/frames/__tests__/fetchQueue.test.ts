import { describe, expect, it } from 'vitest';
import { FetchQueue } from '../fetchQueue.ts';
import type { DecodeRequest, EncodedFrame, FrameAnswer, FrameToFetch } from '../frameJobs.ts';
import { onePixel } from './onePixel.ts';

const toFetch = (name: string): FrameToFetch => ({
  ...onePixel,
  address: { studyInstanceUid: '1', seriesInstanceUid: '1.1', sopInstanceUid: name, frameNumber: 1 },
});

/** A queue whose fetches end when the test says so, and decoders that only note what they are given. */
function queueOf(fetches: number, decoders: number) {
  const fetching = new Map<
    string,
    { urgent: boolean; arrive(): void; fail(reason: string): void; signal: AbortSignal }
  >();
  const answers: FrameAnswer[] = [];
  const given: string[][] = [];
  const queue = new FetchQueue({
    fetches,
    fetch: ({ address, ...how }, urgent, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<EncodedFrame>();
      const encoded = new TextEncoder().encode(address.sopInstanceUid).buffer;
      fetching.set(address.sopInstanceUid, {
        urgent,
        signal,
        arrive: () => resolve({ ...how, encoded, transferSyntaxUid: '1.2' }),
        fail: (reason) => reject(new Error(reason)),
      });
      return promise;
    },
    answer: (answer) => answers.push(answer),
  });
  const nameOf = (request: DecodeRequest): string =>
    request.kind === 'decode'
      ? new TextDecoder().decode(request.frame.encoded)
      : `${request.kind} ${request.id}`;
  for (let decoder = 0; decoder < decoders; decoder++) {
    const names: string[] = [];
    given.push(names);
    queue.addDecoder(decoder, (request) => names.push(nameOf(request)));
  }
  let id = 0;
  return {
    queue,
    fetching,
    given,
    answers,
    fetch: (name: string, urgent = false): number => {
      queue.receive({ kind: 'fetch', id, urgent, frame: toFetch(name) });
      return id++;
    },
    arrive: async (...names: string[]): Promise<void> => {
      for (const name of names) {
        fetching.get(name)?.arrive();
        await settled();
      }
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('FetchQueue', () => {
  it('fetches so many at a time, in order, and the next when a decoder has taken one', async () => {
    const { fetch, fetching, given, arrive } = queueOf(2, 1);
    for (const name of ['a', 'b', 'c', 'd']) fetch(name);
    expect([...fetching.keys()]).toEqual(['a', 'b']);
    await arrive('b');
    expect([...fetching.keys()]).toEqual(['a', 'b', 'c']);
    expect(given).toEqual([['b']]);
  });

  it('gives a frame to the decoder that is free, whatever the other one does', async () => {
    const { queue, fetch, given, arrive } = queueOf(6, 2);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const ids = names.map((name) => fetch(name));
    await arrive(...names);
    expect(given).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    queue.done(1, ids[1] as number);
    queue.done(1, ids[3] as number);
    expect(given).toEqual([
      ['a', 'c'],
      ['b', 'd', 'e', 'f'],
    ]);
  });

  it('does not fetch on while no decoder takes anything', async () => {
    const { queue, fetch, fetching, given, arrive } = queueOf(2, 1);
    for (const name of ['a', 'b', 'c', 'd', 'e']) fetch(name);
    await arrive('a', 'b', 'c', 'd');
    expect(given).toEqual([['a', 'b']]);
    expect([...fetching.keys()]).toEqual(['a', 'b', 'c', 'd']);
    queue.done(0, 0);
    expect(given).toEqual([['a', 'b', 'c']]);
    expect([...fetching.keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('lets what is urgent go first, also what becomes so, beyond the limits', async () => {
    const { queue, fetch, fetching, given, arrive } = queueOf(1, 1);
    fetch('a');
    fetch('b');
    const hurried = fetch('c');
    fetch('d', true);
    expect([...fetching.keys()]).toEqual(['a', 'd']);
    queue.receive({ kind: 'hurry', id: hurried });
    expect([...fetching.keys()]).toEqual(['a', 'd', 'c']);
    expect(fetching.get('c')?.urgent).toBe(true);
    await arrive('a', 'd', 'c');
    expect(given).toEqual([['a', 'd', 'c']]);
  });

  it('lets small images go before whole frames that nobody waits for', async () => {
    const { queue, fetch, fetching, given, arrive } = queueOf(1, 1);
    for (const name of ['a', 'b', 'c']) fetch(name);
    queue.receive({ kind: 'fetch', id: 9, urgent: false, frame: { ...toFetch('small'), firstBytes: 100 } });
    expect([...fetching.keys()]).toEqual(['a']);
    await arrive('a', 'small');
    expect([...fetching.keys()]).toEqual(['a', 'small', 'b']);
    expect(given).toEqual([['a', 'small']]);
  });

  it('tells the decoder that has it when somebody waits for a frame', async () => {
    const { queue, fetch, given, arrive } = queueOf(2, 1);
    const id = fetch('a');
    await arrive('a');
    queue.receive({ kind: 'hurry', id });
    expect(given).toEqual([['a', `hurry ${id}`]]);
  });

  it('gives back what is withdrawn only where it is not begun', async () => {
    const { queue, fetch, fetching, answers, given, arrive } = queueOf(1, 1);
    const begun = fetch('a');
    const waiting = fetch('b');
    queue.receive({ kind: 'withdraw', id: begun });
    queue.receive({ kind: 'withdraw', id: waiting });
    expect(answers).toEqual([{ id: waiting, withdrawn: true }]);
    await arrive('a');
    expect(given).toEqual([['a']]);
    expect([...fetching.keys()]).toEqual(['a']);
  });

  it('drops what is aborted, wherever it is, and goes on with the next', async () => {
    const { queue, fetch, fetching, answers, given, arrive } = queueOf(1, 1);
    const aborted = fetch('a');
    fetch('b');
    queue.receive({ kind: 'abort', id: aborted });
    expect(fetching.get('a')?.signal.aborted).toBe(true);
    await arrive('a', 'b');
    expect(given).toEqual([['b']]);
    queue.receive({ kind: 'abort', id: 1 });
    expect(given).toEqual([['b', 'abort 1']]);
    expect(answers).toEqual([]);
  });

  it('says why it could not fetch, and goes on', async () => {
    const { fetch, fetching, answers, given, arrive } = queueOf(1, 1);
    fetch('a');
    fetch('b');
    fetching.get('a')?.fail('the archive is away');
    await settled();
    await arrive('b');
    expect(answers).toEqual([{ id: 0, error: 'the archive is away', stage: 'fetch' }]);
    expect(given).toEqual([['b']]);
  });

  it('fetches anew for another decoder what a dead one had, but for the frame that is answered', async () => {
    const { queue, fetch, fetching, given, answers, arrive } = queueOf(3, 1);
    for (const name of ['a', 'b', 'c']) fetch(name);
    await arrive('a', 'b', 'c');
    expect(given).toEqual([['a', 'b']]);
    fetching.clear();
    queue.receive({ kind: 'lost', decoder: 0, answered: 0 });
    expect([...fetching.keys()]).toEqual(['b']);
    const names: string[] = [];
    queue.addDecoder(1, (request) => names.push(String(request.id)));
    await arrive('b');
    expect(names).toEqual(['2', '1']);
    // The second decoder dies over it: nobody tries a third time.
    queue.receive({ kind: 'lost', decoder: 1, answered: 2 });
    expect(answers).toEqual([{ id: 1, error: 'the decoder stopped', stage: 'decode' }]);
  });
});
