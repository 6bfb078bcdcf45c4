import { store } from '../integration/support/instances.ts';

export interface StoredInstance {
  studyInstanceUid: string;
  /** The file lacked UIDs and got some. */
  completed: boolean;
}

interface StowAnswer {
  '00081199'?: { Value?: { '00081190'?: { Value?: [string] } }[] };
  '00081198'?: { Value?: { '00081197'?: { Value?: [number] } }[] };
}

/** Stores one file by STOW-RS, with made-up UIDs where it has none of its own. The reason where it is refused. */
export async function storeOne(url: string, bytes: Buffer): Promise<StoredInstance | { refused: string }> {
  const first = await storeWith(url, bytes, '/studies');
  if (!('refused' in first)) return { ...first, completed: false };
  const second = await storeWith(url, bytes, '/studies?complete=uids');
  return 'refused' in second ? first : { ...second, completed: true };
}

async function storeWith(
  url: string,
  bytes: Buffer,
  path: string,
): Promise<{ studyInstanceUid: string } | { refused: string }> {
  const response = await store(`${url}/dicom-web`, [bytes], path);
  const text = await response.text();
  const retrieve = response.ok ? retrieveUrl(text) : undefined;
  const study = /\/studies\/([^/]+)\//.exec(retrieve ?? '')?.[1];
  return study === undefined
    ? { refused: `${response.status} ${reasonIn(text)}` }
    : { studyInstanceUid: study };
}

function retrieveUrl(text: string): string | undefined {
  const answer = JSON.parse(text) as StowAnswer;
  return answer['00081199']?.Value?.[0]?.['00081190']?.Value?.[0];
}

/** Error Comment (0000,0902) and the like are told in words somewhere in the answer. */
function reasonIn(text: string): string {
  const words = [...text.matchAll(/"([^"]{12,})"/g)].map(([, word]) => word ?? '');
  return words.find((word) => word.includes(' ')) ?? text.slice(0, 200);
}

export async function removeStudy(url: string, studyInstanceUid: string): Promise<void> {
  await fetch(`${url}/dicom-web/studies/${studyInstanceUid}`, { method: 'DELETE' });
}
