import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { decodeFrame, htj2kRpclLossless } from '../../../../pixels/index.ts';
import type { MadeInstance } from '../../support/instances.ts';
import { sliceImage } from '../../support/slices.ts';

export const htj2k = `image/jphc; transfer-syntax=${htj2kRpclLossless}`;
export const asStored = 'application/octet-stream; transfer-syntax=*';
/** What the viewer sends. */
export const either = `${htj2k}, ${asStored};q=0.9`;

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { statusCode, headers: got, body } = await request(url, { headers });
  return { status: statusCode, headers: got, bytes: Buffer.from(await body.arrayBuffer()) };
}

export const json = async <T>(url: string): Promise<T> => JSON.parse((await get(url)).bytes.toString()) as T;

/** Whether the server at `url` says that it can serve everything. */
export const isReady = async (url: string): Promise<boolean> => (await get(`${url}/readyz`)).status === 200;

export const instanceUrl = (root: string, { study, series, instance }: MadeInstance): string =>
  `${root}/studies/${study}/series/${series}/instances/${instance}`;

export const frame = (root: string, slice: MadeInstance, accept: string): Promise<Answer> =>
  get(`${instanceUrl(root, slice)}/frames/1`, { accept });

/** Whether the answer holds exactly these pixels; HTJ2K is decoded by OpenJPEG, which shares no code with the encoder. */
export async function holds({ headers, bytes }: Answer, slice: MadeInstance): Promise<boolean> {
  if (headers['content-type'] !== htj2k) return bytes.equals(slice.pixels);
  const { values } = await decodeFrame(bytes, '1.2.840.10008.1.2.4.90', sliceImage);
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).equals(slice.pixels);
}

/** 503 that says when to come again. */
export const isHonest = ({ status, headers }: Answer): boolean =>
  status === 503 && Number(headers['retry-after']) > 0;

export interface Prepared {
  frames: number;
  prepared: number;
  asStored: number;
  failed: number;
  pictures: number;
  setAside?: { sopInstanceUid: string; what: string; reason: string }[];
}

export const prepared = (root: string, study: string): Promise<Prepared> =>
  json<Prepared>(`${root}/studies/${study}/prepared`);

/** Also while the archive is on its way back. */
export async function untilPrepared(root: string, study: string): Promise<Prepared> {
  for (;;) {
    const now = await prepared(root, study).catch(() => undefined);
    if (now && now.frames > 0 && now.prepared + now.asStored + now.failed === now.frames) return now;
    await sleep(100);
  }
}

export async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await check())) await sleep(50);
}

export async function metric(url: string, name: string, labels: string): Promise<number> {
  const text = (await get(`${url}/metrics`)).bytes.toString();
  const line = text.split('\n').find((one) => one.startsWith(`${name}{${labels}} `));
  return Number(line?.split(' ').at(-1) ?? NaN);
}
