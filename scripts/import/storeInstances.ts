import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { request } from 'undici';

/** Where DICOMweb answers, e.g. http://127.0.0.1:3000/dicom-web; with what it wants as Authorization, where it asks who comes. */
export type DicomwebService = string | { readonly url: string; readonly authorization?: string | undefined };

const urlOf = (service: DicomwebService): string => (typeof service === 'string' ? service : service.url);
const authorizationOf = (service: DicomwebService): { authorization?: string } =>
  typeof service === 'string' || service.authorization === undefined
    ? {}
    : { authorization: service.authorization };

/** A DICOM file to be stored; `open` is called once for each attempt, so that no file need be in memory. */
export interface StoreItem {
  sizeBytes: number;
  /** Told to the server, which names it should it refuse the file. */
  fileName?: string;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface StoreFailure {
  sopInstanceUid: string | undefined;
  reason: string;
}

/** What the server made of a STOW-RS request (PS3.18 10.5.3). */
export type StoreAnswer =
  | { kind: 'answered'; stored: ReadonlySet<string>; failures: readonly StoreFailure[] }
  | { kind: 'rejected'; status: number; reason: string }
  | { kind: 'unreachable'; reason: string; retryAfterSeconds?: number };

const STORE_TIMEOUT_MS = 120_000;

/** Sends files in one STOW-RS request; they stream, nothing is gathered. Never throws for what a server or a file may do. */
export async function storeInstances(
  service: DicomwebService,
  items: readonly StoreItem[],
  signal?: AbortSignal,
  completeUids = false,
): Promise<StoreAnswer> {
  const boundary = `yunying-${randomUUID()}`;
  const headerOf = ({ fileName }: StoreItem): Buffer => {
    const named =
      fileName && `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(fileName)}\r\n`;
    return Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n${named ?? ''}\r\n`);
  };
  const separator = Buffer.from('\r\n');
  const end = Buffer.from(`--${boundary}--\r\n`);
  const length = items.reduce(
    (sum, item) => sum + headerOf(item).length + item.sizeBytes + separator.length,
    end.length,
  );
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const item of items) {
      yield headerOf(item);
      yield* item.open();
      yield separator;
    }
    yield end;
  }
  try {
    const response = await request(`${urlOf(service)}/studies${completeUids ? '?complete=uids' : ''}`, {
      method: 'POST',
      headers: {
        'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
        'content-length': String(length),
        accept: 'application/dicom+json',
        'user-agent': 'yunying-import',
        ...authorizationOf(service),
      },
      body: Readable.from(body(), { objectMode: false }),
      headersTimeout: STORE_TIMEOUT_MS,
      bodyTimeout: STORE_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    const text = await response.body.text();
    return answerFrom(response.statusCode, text, String(response.headers['retry-after'] ?? ''));
  } catch (error) {
    signal?.throwIfAborted();
    return { kind: 'unreachable', reason: describe(error) };
  }
}

function answerFrom(status: number, text: string, retryAfter: string): StoreAnswer {
  const json = parseObject(text);
  if (json && ('00081198' in json || '00081199' in json)) {
    return {
      kind: 'answered',
      stored: new Set(sequence(json, '00081199').flatMap((item) => stringValue(item, '00081155') ?? [])),
      failures: sequence(json, '00081198').map((item) => ({
        sopInstanceUid: stringValue(item, '00081155'),
        // Error Comment (0000,0902), where the server gives one, is meant for people.
        reason: failureReason(numberValue(item, '00081197'), stringValue(item, '00000902')),
      })),
    };
  }
  if (status === 503 || status === 429) {
    const seconds = Number.parseInt(retryAfter, 10);
    return {
      kind: 'unreachable',
      reason: `HTTP ${status}${detail(json, text)}`,
      ...(Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {}),
    };
  }
  if (status >= 200 && status < 300) return { kind: 'answered', stored: new Set(), failures: [] };
  return { kind: 'rejected', status, reason: `HTTP ${status}${detail(json, text)}` };
}

function detail(json: Record<string, unknown> | undefined, text: string): string {
  const error = asObject(json?.['error']);
  const message = error?.['message'] ?? json?.['Details'] ?? json?.['Message'];
  const short =
    typeof message === 'string'
      ? message
      : text
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim();
  return short ? `: ${short.slice(0, 200)}` : '';
}

/** PS3.18 10.5.3 with PS3.4 Table I.2-2. */
function failureReason(code: number | undefined, comment: string | undefined): string {
  if (code === undefined) return comment ?? 'the archive gave no reason';
  const hex = `0x${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const known = new Map([
    [0x0110, 'the archive could not process it'],
    [0x0111, 'duplicate SOP instance'],
    [0x0117, 'invalid SOP instance'],
    [0x0122, 'SOP class not supported'],
    [0x0124, 'not authorised'],
    [0x0131, 'no such SOP class'],
    [0xa700, 'the archive is out of resources'],
    [0xa900, 'data set does not match its SOP class'],
    [0xc000, 'the archive cannot understand it'],
    [0xc122, 'transfer syntax not supported'],
  ]);
  const masked =
    code >= 0xc000 && code !== 0xc122
      ? 0xc000
      : (code & 0xff00) === 0xa900
        ? 0xa900
        : (code & 0xff00) === 0xa700
          ? 0xa700
          : code;
  return `${comment ?? known.get(masked) ?? 'refused by the archive'} (${hex})`;
}

/**
 * SOP Instance UIDs the archive holds of a series (QIDO-RS, PS3.18 10.6); undefined when it cannot say.
 */
export async function storedInstances(
  service: DicomwebService,
  studyInstanceUid: string,
  seriesInstanceUid: string,
  signal?: AbortSignal,
): Promise<Set<string> | undefined> {
  const found = new Set<string>();
  const pageSize = 500;
  for (let offset = 0; ; offset += pageSize) {
    const query = `limit=${pageSize}&offset=${offset}`;
    const path = `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances?${query}`;
    const page = await readJson(service, path, signal);
    if (page === 'none') return found;
    if (!Array.isArray(page)) return undefined;
    const before = found.size;
    for (const item of page) {
      const uid = stringValue(asObject(item) ?? {}, '00080018');
      if (uid) found.add(uid);
    }
    if (page.length < pageSize || found.size === before) return found;
  }
}

/** 'none' for 204 and 404, 'refused' for 401 and 403, undefined when there is no usable answer. */
async function readJson(service: DicomwebService, path: string, signal?: AbortSignal): Promise<unknown> {
  try {
    const response = await request(urlOf(service) + path, {
      headers: { accept: 'application/dicom+json', ...authorizationOf(service) },
      headersTimeout: STORE_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    const text = await response.body.text();
    if (response.statusCode === 204 || response.statusCode === 404) return 'none';
    if (response.statusCode === 401 || response.statusCode === 403) return 'refused';
    return response.statusCode === 200 ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/** Whether anything answers sensibly at this DICOMweb address. */
export async function answers(service: DicomwebService, signal?: AbortSignal): Promise<boolean> {
  const result = await lookAt(service, signal);
  return result === 'none' || Array.isArray(result);
}

/** Whether it answers, but not to who asks so. */
export const refuses = async (service: DicomwebService, signal?: AbortSignal): Promise<boolean> =>
  (await lookAt(service, signal)) === 'refused';

const lookAt = (service: DicomwebService, signal?: AbortSignal): Promise<unknown> =>
  readJson(service, '/studies?limit=1', signal);

type Json = Record<string, unknown>;

const asObject = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

function parseObject(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return asObject(Array.isArray(parsed) ? parsed[0] : parsed);
  } catch {
    return undefined;
  }
}

function values(dataset: Json, tag: string): unknown[] {
  const found = asObject(dataset[tag])?.['Value'];
  return Array.isArray(found) ? found : [];
}

const sequence = (dataset: Json, tag: string): Json[] =>
  values(dataset, tag)
    .map(asObject)
    .filter((item) => item !== undefined);
const stringValue = (dataset: Json, tag: string): string | undefined =>
  values(dataset, tag).find((value) => typeof value === 'string');
const numberValue = (dataset: Json, tag: string): number | undefined =>
  values(dataset, tag).find((value) => typeof value === 'number');

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : '';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message || cause || error.name}${code}`;
}
