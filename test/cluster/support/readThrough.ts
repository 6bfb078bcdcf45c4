import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { htj2kRpclLossless } from '../../../pixels/index.ts';
import type { Slice } from '../../integration/support/slices.ts';

export const htj2k = `image/jphc; transfer-syntax=${htj2kRpclLossless}`;
export const htj2kFirst = `${htj2k}, application/octet-stream; transfer-syntax=*;q=0.9`;

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

export interface Door {
  /** Address of the DICOMweb service, without a slash at the end. */
  root: string;
  headers?: Record<string, string>;
  dispatcher?: Dispatcher;
}

export async function get(
  { root, headers: own, dispatcher }: Door,
  path: string,
  headers: Record<string, string> = {},
  method: Dispatcher.HttpMethod = 'GET',
): Promise<Answer> {
  const options = { method, headers: { ...own, ...headers }, ...(dispatcher && { dispatcher }) };
  const { statusCode, headers: got, body } = await request(`${root}${path}`, options);
  return { status: statusCode, headers: got, bytes: Buffer.from(await body.arrayBuffer()) };
}

export const framePath = ({ study, series, instance }: Slice): string =>
  `/studies/${study}/series/${series}/instances/${instance}/frames/1`;

/** Resolves when all frames of the study are prepared. */
export async function untilPrepared(door: Door, study: string, frames: number): Promise<void> {
  for (;;) {
    const { status, bytes } = await get(door, `/studies/${study}/prepared`);
    const state = status === 200 ? (JSON.parse(bytes.toString()) as Record<string, number>) : {};
    if (state.frames === frames && state.prepared === frames) return;
    await sleep(100);
  }
}

export interface Readers {
  /** Frames that came whole and right so far. */
  read(): number;
  /** @returns what went wrong, one line for each request */
  stop(): Promise<string[]>;
}

/** Pace of a reader who scrolls: preparing rests while readers have the machine to themselves. */
const paceMs = 25;

/** `count` readers who read these slices again and again, each pixel compared with what was stored. */
export function startReaders(
  door: Door,
  slices: readonly Slice[],
  isRight: (slice: Slice, answer: Answer) => Promise<boolean>,
  count = 8,
): Readers {
  const failures: string[] = [];
  let stopped = false;
  let read = 0;
  const reader = async (first: number): Promise<void> => {
    for (let index = first; !stopped; index += count) {
      const slice = slices[index % slices.length];
      if (!slice) return;
      try {
        const answer = await get(door, framePath(slice), { accept: htj2kFirst });
        const isFine = answer.status === 200 && (await isRight(slice, answer));
        if (isFine) read += 1;
        else
          failures.push(
            `${answer.status} ${String(answer.headers['content-type'])}: ${answer.bytes.length} bytes`,
          );
      } catch (error) {
        failures.push(String(error));
      }
      await sleep(paceMs);
    }
  };
  const all = Promise.all(Array.from({ length: count }, (_, index) => reader(index)));
  const stop = async (): Promise<string[]> => {
    stopped = true;
    await all;
    return failures;
  };
  onTestFinished(async () => void (await stop()));
  return { read: () => read, stop };
}
