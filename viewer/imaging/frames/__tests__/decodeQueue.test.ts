import { describe, expect, it, vi } from 'vitest';
import { DecodeQueue } from '../decodeQueue.ts';
import type { EncodedFrame, FrameAnswer } from '../frameJobs.ts';
import type { LoadedFrame } from '../loadedFrame.ts';
import { onePixel } from './onePixel.ts';

const named = (name: string): EncodedFrame => ({
  ...onePixel,
  encoded: new TextEncoder().encode(name).buffer,
  transferSyntaxUid: '1.2',
});

/** A queue whose decoder passes on the name in the bytes. */
function queueOf() {
  const answers: FrameAnswer[] = [];
  const done: number[] = [];
  const queue = new DecodeQueue({
    decode: ({ encoded }) => {
      const name = new TextDecoder().decode(encoded);
      if (name === 'broken') return Promise.reject(new Error('no such thing'));
      return Promise.resolve({ transferSyntaxUid: name } as LoadedFrame);
    },
    answer: (answer) => answers.push(answer),
  });
  let id = 0;
  return {
    queue,
    answers,
    done,
    decode: (name: string, urgent = false): number => {
      queue.receive({ kind: 'decode', id, urgent, frame: named(name) }, (which) => done.push(which));
      return id++;
    },
    end: async (count: number): Promise<string[]> => {
      await vi.waitFor(() => expect(done).toHaveLength(count));
      return answers.flatMap((answer) => ('frame' in answer ? [answer.frame.transferSyntaxUid] : []));
    },
  };
}

describe('DecodeQueue', () => {
  it('says what it begins, then what came of it, then that it is done', async () => {
    const { decode, answers, end } = queueOf();
    decode('a');
    await end(1);
    expect(answers).toEqual([
      { id: 0, decoding: true },
      { id: 0, frame: { transferSyntaxUid: 'a' } },
    ]);
  });

  it('decodes first what somebody waits for, also what becomes so', async () => {
    const { queue, decode, end } = queueOf();
    for (const name of ['a', 'b', 'c']) decode(name);
    decode('urgent', true);
    queue.receive({ kind: 'hurry', id: 2 }, () => undefined);
    expect(await end(4)).toEqual(['a', 'c', 'urgent', 'b']);
  });

  it('goes on after a frame that cannot be decoded, and says why', async () => {
    const { decode, answers, end } = queueOf();
    decode('broken');
    decode('b');
    expect(await end(2)).toEqual(['b']);
    expect(answers).toContainEqual({ id: 0, error: 'no such thing', stage: 'decode' });
  });

  it('does not decode what is not wanted any more', async () => {
    const { queue, decode, answers, end } = queueOf();
    for (const name of ['a', 'b', 'c']) decode(name);
    queue.receive({ kind: 'abort', id: 1 }, () => undefined);
    expect(await end(2)).toEqual(['a', 'c']);
    expect(answers.some(({ id }) => id === 1)).toBe(false);
  });
});
