import { describe, expect, it } from 'vitest';
import type { StoreResult } from '../../../dicomweb/index.ts';
import { keyObject } from '../keyObject.ts';
import type { SrDocument } from '../readReport.ts';
import { Unconfirmed } from '../unconfirmed.ts';
import { frames, studyUid } from './images.ts';

/** An archive whose answers get lost, or that refuses, as told. */
function archive(...answers: ('lost' | 'refused' | 'stored')[]) {
  const received: string[] = [];
  const store = async (files: readonly Blob[]): Promise<StoreResult> => {
    received.push(
      ...(await Promise.all(
        files.map(async (file) => Buffer.from(await file.arrayBuffer()).toString('hex')),
      )),
    );
    const answer = answers.shift();
    if (answer === 'lost') throw new Error('no answer');
    return answer === 'refused' ? { stored: 0, failed: 1 } : { stored: 1, failed: 0 };
  };
  return { received, unconfirmed: new Unconfirmed(store) };
}

let made = 0;
const make = (tries: readonly SrDocument[]) => {
  const image = frames.frame('1.2.826.0.1.1.1.1');
  if (!image) throw new Error('no image');
  return keyObject(
    [
      {
        ...{ studyInstanceUid: studyUid, seriesInstanceUid: image.seriesInstanceUid, frameNumber: undefined },
        ...{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: image.sopInstanceUid },
      },
    ],
    { sopInstanceUid: `1.2.9.${++made}`, seriesInstanceUid: '1.2.9', instanceNumber: 1 + tries.length },
    {
      ...{ image: image.instance, now: new Date(2026, 0, 1), author: undefined },
      ...{ seriesDescription: 'x', softwareVersion: '1' },
    },
    tries.map(({ reference }) => reference),
  );
};

describe('Unconfirmed', () => {
  it('sends the very same once more when nobody confirmed it', async () => {
    const { received, unconfirmed } = archive('lost', 'stored');
    await expect(unconfirmed.store('study', 'a', make)).rejects.toThrow('no answer');
    await unconfirmed.store('study', 'a', make);
    expect(received).toHaveLength(2);
    expect(received[1]).toBe(received[0]);
  });

  it('replaces every try when something has changed since', async () => {
    const { unconfirmed } = archive('lost', 'lost', 'stored', 'stored');
    const replaced: number[] = [];
    const store = (text: string) =>
      unconfirmed.store('study', text, (tries) => {
        replaced.push(tries.length);
        return make(tries);
      });
    await expect(store('a')).rejects.toThrow();
    await expect(store('b')).rejects.toThrow();
    await store('c');
    await store('d');
    expect(replaced).toEqual([0, 1, 2, 0]);
  });

  it('forgets what the archive refused', async () => {
    const { received, unconfirmed } = archive('refused', 'stored');
    await expect(unconfirmed.store('study', 'a', make)).rejects.toThrow('did not store');
    await unconfirmed.store('study', 'a', (tries) => {
      expect(tries).toEqual([]);
      return make(tries);
    });
    expect(received[1]).not.toBe(received[0]);
  });
});
