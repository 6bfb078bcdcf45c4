import { checkDicomJsonText } from './checkDicomJson.ts';
import { readMultipart, type ReceivedPart } from './readMultipart.ts';

export type DataSet = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string }>;

/** One row of the table: a request, and what PS3.18 says of the answer. */
export interface Transaction {
  /** of PS3.18 */
  clause: string;
  name: string;
  method?: 'GET' | 'HEAD' | 'POST' | 'DELETE' | 'OPTIONS';
  /** below the address of the service */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: () => Uint8Array;
  status: number;
  /** of the answer, without parameters */
  mediaType?: string;
  answerHeaders?: Readonly<Record<string, RegExp>>;
  check?: (answer: Answer, root: string) => void | Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  /** of application/dicom+json and application/json */
  json: unknown;
  /** of multipart/related */
  parts: ReceivedPart[];
}

export async function perform(root: string, row: Transaction): Promise<Answer> {
  const response = await fetch(root + row.path, {
    method: row.method ?? 'GET',
    headers: { ...row.headers },
    ...(row.body ? { body: new Uint8Array(row.body()) } : {}),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const contentType = response.headers.get('content-type') ?? '';
  const isJson = /^application\/(dicom\+)?json\b/.test(contentType) && bytes.length > 0;
  const isMultipart = contentType.startsWith('multipart/') && bytes.length > 0;
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json: isJson ? (JSON.parse(bytes.toString('utf8')) as unknown) : undefined,
    parts: isMultipart ? readMultipart(contentType, bytes) : [],
  };
}

/** What is wrong with an answer that any transaction could give; empty when nothing is. */
export function generalFaults({ status, headers, bytes, json }: Answer): string[] {
  const text = bytes.toString('latin1');
  const isDicomJson = headers.get('content-type')?.startsWith('application/dicom+json') ?? false;
  if (status >= 400 && bytes.length > 0 && !isDicomJson) {
    const { error } = (json ?? {}) as { error?: { code?: unknown; message?: unknown } };
    const named = typeof error?.code === 'string' && typeof error.message === 'string';
    const stack = /\n\s+at |node_modules|\.ts:\d/.test(text);
    return [...(named ? [] : ['an error without code and message']), ...(stack ? ['a stack trace'] : [])];
  }
  if (!isDicomJson) return [];
  return bytes.length > 0 ? checkDicomJsonText(bytes.toString('utf8')) : [];
}

export const dataSets = ({ json }: Answer): DataSet[] => json as DataSet[];
export const valueOf = (dataSet: DataSet | undefined, tag: string): unknown => dataSet?.[tag]?.Value?.[0];
/** Numbers may come as text (F.2.3). */
export const numberIn = (dataSet: DataSet | undefined, tag: string): number | undefined => {
  const value = valueOf(dataSet, tag);
  return value === undefined ? undefined : Number(value);
};
export const itemsOf = (dataSet: unknown, tag: string): DataSet[] =>
  ((dataSet as DataSet)[tag]?.Value ?? []) as DataSet[];
