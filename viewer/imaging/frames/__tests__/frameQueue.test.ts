import { describe, expect, it } from 'vitest';
import type { EncodedFrame, FrameAnswer, FrameToFetch, HowToRead } from '../frameJobs.ts';
import { FrameQueue } from '../frameQueue.ts';
import type { LoadedFrame } from '../loadedFrame.ts';

const read: HowToRead = {
  image: {
    rows: 1,
    columns: 1,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    planarConfiguration: 0,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    pixelRepresentation: 0,
    numberOfFrames: 1,
  },
  slope: 1,
  intercept: 0,
  palette: undefined,
  padding: undefined,
  overlayBits: [],
};

const toFetch = (name: string): FrameToFetch => ({
  ...read,
  address: { studyInstanceUid: '1', seriesInstanceUid: '1.1', sopInstanceUid: name, frameNumber: 1 },
});

/** A queue whose fetches end when the test says so; its decoder passes on the name that was fetched. */
function queueOf(fetches: number) {
  const fetching = new Map<
    string,
    { urgent: boolean; arrive(): void; fail(reason: string): void; signal: AbortSignal }
  >();
  const answers: FrameAnswer[] = [];
  const decoded: string[] = [];
  const queue = new FrameQueue({
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
    decode: ({ encoded }) => {
      const name = new TextDecoder().decode(encoded);
      decoded.push(name);
      if (name === 'broken') return Promise.reject(new Error('no such thing'));
      return Promise.resolve({ transferSyntaxUid: name } as LoadedFrame);
    },
    answer: (answer) => answers.push(answer),
  });
  let id = 0;
  return {
    queue,
    fetching,
    decoded,
    final: () => answers.filter((answer) => !('decoding' in answer)),
    fetch: (name: string, urgent = false): number => {
      queue.receive({ kind: 'fetch', id, urgent, frame: toFetch(name) });
      return id++;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('FrameQueue', () => {
  it('fetches so many at a time, in order, and the next when one is decoded', async () => {
    const { fetch, fetching, final } = queueOf(2);
    for (const name of ['a', 'b', 'c', 'd']) fetch(name);
    expect([...fetching.keys()]).toEqual(['a', 'b']);
    fetching.get('b')?.arrive();
    await settled();
    expect([...fetching.keys()]).toEqual(['a', 'b', 'c']);
    expect(final()).toEqual([{ id: 1, frame: { transferSyntaxUid: 'b' } }]);
  });

  it('lets what is urgent go first, also what becomes so, and beyond the limit', async () => {
    const { queue, fetch, fetching } = queueOf(1);
    fetch('a');
    fetch('b');
    const hurried = fetch('c');
    fetch('d', true);
    expect([...fetching.keys()]).toEqual(['a', 'd']);
    queue.receive({ kind: 'hurry', id: hurried });
    expect([...fetching.keys()]).toEqual(['a', 'd', 'c']);
    expect(fetching.get('c')?.urgent).toBe(true);
    await settled();
  });

  it('gives back what is withdrawn only where it is not begun', async () => {
    const { queue, fetch, fetching, final } = queueOf(1);
    const begun = fetch('a');
    const waiting = fetch('b');
    queue.receive({ kind: 'withdraw', id: begun });
    queue.receive({ kind: 'withdraw', id: waiting });
    expect(final()).toEqual([{ id: waiting, withdrawn: true }]);
    fetching.get('a')?.arrive();
    await settled();
    expect(final()).toContainEqual({ id: begun, frame: { transferSyntaxUid: 'a' } });
    expect([...fetching.keys()]).toEqual(['a']);
  });

  it('says nothing more of what is aborted, and goes on with the next', async () => {
    const { queue, fetch, fetching, final } = queueOf(1);
    const aborted = fetch('a');
    fetch('b');
    queue.receive({ kind: 'abort', id: aborted });
    expect(fetching.get('a')?.signal.aborted).toBe(true);
    fetching.get('a')?.arrive();
    fetching.get('b')?.arrive();
    await settled();
    expect(final()).toEqual([{ id: 1, frame: { transferSyntaxUid: 'b' } }]);
  });

  it('says where it failed and why, and goes on', async () => {
    const { fetch, fetching, final } = queueOf(3);
    fetch('a');
    fetch('broken');
    fetch('c');
    fetching.get('a')?.fail('the archive is away');
    fetching.get('broken')?.arrive();
    fetching.get('c')?.arrive();
    await settled();
    expect(final()).toEqual([
      { id: 0, error: 'the archive is away', stage: 'fetch' },
      { id: 1, error: 'no such thing', stage: 'decode' },
      { id: 2, frame: { transferSyntaxUid: 'c' } },
    ]);
  });

  it('decodes what somebody waits for before what has come earlier', async () => {
    const { queue, fetch, fetching, decoded } = queueOf(4);
    for (const name of ['a', 'b', 'c']) fetch(name);
    for (const name of ['a', 'b', 'c']) fetching.get(name)?.arrive();
    const encoded = new TextEncoder().encode('urgent').buffer;
    queue.receive({
      kind: 'decode',
      id: 99,
      urgent: true,
      frame: { ...read, encoded, transferSyntaxUid: '1.2' },
    });
    await settled();
    expect(decoded).toEqual(['urgent', 'a', 'b', 'c']);
  });
});
