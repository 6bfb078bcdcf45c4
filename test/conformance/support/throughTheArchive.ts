import { store } from '../../integration/support/instances.ts';
import { checkDicomJsonText } from './checkDicomJson.ts';
import { pixelVerdict } from './pixelVerdict.ts';
import { readMultipart } from './readMultipart.ts';
import { itemsOf, valueOf, type DataSet } from './Transaction.ts';
import { compareFiles } from './zoo.ts';

export interface Verdict {
  name: string;
  /** of storing */
  status: number;
  /** how the file came back, or why it was refused */
  file: string;
  /** `valid`, or the first fault */
  metadata: string;
  /** status, and the code of the error */
  frame: string;
  rendered: string;
  /** of pixelVerdict */
  pixels: string;
}

const duplicateSopInstance = 0x0111;

/** Stores a file and takes out what readers take out; all its pixels in every form only with `pixels`. */
export async function throughTheArchive(
  root: string,
  name: string,
  bytes: Buffer,
  pixels = false,
): Promise<Verdict> {
  let { status, answer } = await put(root, bytes);
  let [failed] = itemsOf(answer, '00081198');
  if (failed && valueOf(failed, '00081197') === duplicateSopInstance) {
    // Several files of the zoo are one instance in several encodings: each has its turn.
    await removeInstance(root, String(valueOf(failed, '00081155')));
    ({ status, answer } = await put(root, bytes));
    [failed] = itemsOf(answer, '00081198');
  }
  const nothing = { metadata: '', frame: '', rendered: '', pixels: '' };
  if (failed) {
    const code = Number(valueOf(failed, '00081197')).toString(16).toUpperCase().padStart(4, '0');
    return { name, status, file: `refused ${code}: ${String(valueOf(failed, '00000902'))}`, ...nothing };
  }
  const url = String(valueOf(itemsOf(answer, '00081199')[0], '00081190') ?? '');
  if (url === '') return { name, status, file: 'STORED NOWHERE', ...nothing };
  return {
    name,
    status,
    ...(await takeOut(url, bytes)),
    pixels: pixels ? await pixelVerdict(url, bytes) : '',
  };
}

async function put(root: string, bytes: Buffer): Promise<{ status: number; answer: DataSet }> {
  const response = await store(root, [bytes]);
  return { status: response.status, answer: (await response.json()) as DataSet };
}

async function takeOut(url: string, sent: Buffer): Promise<Omit<Verdict, 'name' | 'status' | 'pixels'>> {
  const response = await fetch(url, { headers: { accept: 'multipart/related; type="application/dicom"' } });
  const body = Buffer.from(await response.arrayBuffer());
  const [part] = response.ok ? readMultipart(response.headers.get('content-type') ?? '', body) : [];
  return {
    file: part ? compareFiles(sent, part.body) : `NOT THERE: ${response.status}`,
    metadata: await metadataVerdict(url),
    frame: await statusOf(`${url}/frames/1`, 'application/octet-stream; transfer-syntax=*'),
    rendered: await statusOf(`${url}/rendered`, 'image/jpeg'),
  };
}

async function statusOf(url: string, accept: string): Promise<string> {
  const response = await fetch(url, { headers: { accept } });
  const text = await response.text();
  if (response.ok) return String(response.status);
  const { error } = JSON.parse(text) as { error: { code: string } };
  return `${response.status} ${error.code}`;
}

async function metadataVerdict(url: string): Promise<string> {
  const response = await fetch(`${url}/metadata`);
  const text = await response.text();
  return response.ok ? (checkDicomJsonText(text)[0] ?? 'valid') : String(response.status);
}

async function removeInstance(root: string, sopInstanceUid: string): Promise<void> {
  const found = await fetch(`${root}/instances?SOPInstanceUID=${sopInstanceUid}`);
  for (const one of (await found.json()) as DataSet[]) {
    await fetch(String(valueOf(one, '00081190')), { method: 'DELETE' });
  }
}

export const zooReport = (verdicts: readonly Verdict[]): string =>
  [
    '| file | status | file that came back | metadata | frame 1 | rendered | pixels |',
    '|---|---|---|---|---|---|---|',
    ...verdicts.map(
      ({ name, status, file, metadata, frame, rendered, pixels }) =>
        `| ${[name, status, file, metadata, frame, rendered, pixels].join(' | ')} |`,
    ),
    '',
  ].join('\n');

export function zooSummary(verdicts: readonly Verdict[]): string {
  const kinds = Map.groupBy(verdicts, ({ file }) => file.replace(/:.*/, ''));
  const ofPixels = Map.groupBy(verdicts, ({ pixels }) => pixels.replace(/:.*| to .*/, ''));
  const [files, pixels] = [kinds, ofPixels].map((groups) =>
    [...groups]
      .filter(([kind]) => kind !== '')
      .map(([kind, { length }]) => `${length} ${kind}`)
      .join(', '),
  );
  return `The zoo: ${files}. Its pixels: ${pixels}`;
}
