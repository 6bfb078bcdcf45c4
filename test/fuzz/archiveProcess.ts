import { startSystem } from '../support/startSystem.ts';
import { store } from '../integration/support/instances.ts';
import { itemsOf, valueOf, type DataSet } from '../conformance/support/Transaction.ts';
import { jobTimeoutMs, type Attempt, type Outcome } from './Outcome.ts';

/**
 * A real proxy before a real Orthanc: each file is stored by STOW-RS; of what is taken, metadata, a frame and a picture are asked
 * for, and it is deleted. A status that gives a reason is a good end; any other, and an answer that does not come, is not.
 */
const system = await startSystem();
const root = `${system.url}/dicom-web`;
const reasons = [200, 202, 204, 400, 404, 406, 409, 413, 415, 422];
const decoded = 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1';

async function request(what: string, answer: Promise<Response>): Promise<{ status: number; body: string }> {
  const response = await answer;
  const body = await response.text();
  if (reasons.includes(response.status)) return { status: response.status, body };
  throw new Error(`${what} is answered with ${response.status}: ${body.slice(0, 500)}`);
}

const get = (url: string, accept: string): Promise<Response> =>
  fetch(url, { headers: { accept }, signal: AbortSignal.timeout(jobTimeoutMs) });

async function attempt({ bytes }: Attempt): Promise<Outcome> {
  const { body } = await request('STOW-RS', store(root, [Buffer.from(bytes)]));
  const [stored] = body.startsWith('{') ? itemsOf(JSON.parse(body) as DataSet, '00081199') : [];
  const url = String(valueOf(stored, '00081190') ?? '');
  if (url === '') return { kind: 'refused', why: body.slice(0, 300) };
  await request('metadata', get(`${url}/metadata`, 'application/dicom+json'));
  const frame = await request('a frame', get(`${url}/frames/1`, decoded));
  const picture = await request('a picture', get(`${url}/rendered`, 'image/jpeg'));
  const study = url.replace(/\/series\/.*/, '');
  await request('deleting', fetch(study, { method: 'DELETE', signal: AbortSignal.timeout(jobTimeoutMs) }));
  if (frame.status === 200 && picture.status === 200) return { kind: 'shown' };
  return { kind: 'refused', why: frame.status === 200 ? picture.body : frame.body };
}

process.on('message', (message) => {
  attempt(message as Attempt).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) =>
      process.send?.({
        kind: 'failed',
        why: error instanceof Error ? error.message : String(error),
      } satisfies Outcome),
  );
});
process.on('disconnect', () => void system.close().then(() => process.exit(0)));
process.send?.('ready');
