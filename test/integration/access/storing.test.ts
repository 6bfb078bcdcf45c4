import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../../support/startSystem.ts';
import { makeInstance, store, type MadeInstance } from '../support/instances.ts';
import { GuardOfTest } from './GuardOfTest.ts';

const own = '1.2.826.0.1.3680043.10.514.71';
const foreign = '1.2.826.0.1.3680043.10.514.72';
const fresh = '1.2.826.0.1.3680043.10.514.74';

const guard = new GuardOfTest();
const hidden = new Set([foreign]);
let system: StartedSystem;
let root: string;

beforeAll(async () => {
  system = await startSystem({ guard });
  root = `${system.url}/dicom-web`;
  const files = [own, foreign].map((study) => makeInstance({ study }).file);
  expect((await store(root, files)).status).toBe(200);
});
afterEach(() => {
  guard.limits = undefined;
});
afterAll(() => system.close());

interface Stored {
  status: number;
  stored: unknown[];
  failed: unknown[];
}

/** SOP Instance UIDs that were stored, and of those that were not with Failure Reason (0008,1197). */
async function stow(files: readonly MadeInstance[], path = '/studies'): Promise<Stored> {
  const response = await store(
    root,
    files.map(({ file }) => file),
    path,
  );
  type Item = Record<string, { Value?: unknown[] }>;
  const answer = (await response.json()) as Record<string, { Value?: Item[] } | undefined>;
  const items = (tag: string): Item[] => answer[tag]?.Value ?? [];
  return {
    status: response.status,
    stored: items('00081199').map((item) => item['00081155']?.Value?.[0]),
    failed: items('00081198').map((item) => [item['00081155']?.Value?.[0], item['00081197']?.Value?.[0]]),
  };
}

/** What the archive itself holds, past the proxy: SOP Instance UIDs by study. */
async function inArchive(study: string): Promise<string[]> {
  const { url, username, password } = system.archive;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(`${url}/tools/find`, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify({ Level: 'Instance', Expand: true, Query: { StudyInstanceUID: study } }),
  });
  const found = (await response.json()) as { MainDicomTags: { SOPInstanceUID: string } }[];
  return found.map(({ MainDicomTags }) => MainDicomTags.SOPInstanceUID).sort();
}

const kept = async (): Promise<unknown[]> =>
  ((await (await fetch(`${root}/refused`)).json()) as { files: unknown[] }).files;

describe('a part that belongs to a study which is not for its sender', () => {
  it('fails alone with 0124H, and nothing of it is kept', async () => {
    const parts = [own, foreign, fresh, foreign].map((study, at) => makeInstance({ study, number: at + 2 }));
    guard.limits = { hidden };
    expect(await stow(parts)).toEqual({
      status: 202,
      stored: [parts[0]?.instance, parts[2]?.instance],
      failed: [
        [parts[1]?.instance, 0x0124],
        [parts[3]?.instance, 0x0124],
      ],
    });
    expect(guard.incoming).toEqual(
      [own, foreign, fresh, foreign].map((studyInstanceUid) => ({ studyInstanceUid, patientId: 'P1' })),
    );
    expect(await inArchive(foreign)).toEqual([`${foreign}.1.1`]);
    expect(await inArchive(own)).toEqual([`${own}.1.1`, `${own}.1.2`]);
    expect(await inArchive(fresh)).toEqual([`${fresh}.1.4`]);
    guard.limits = undefined;
    expect(await kept()).toEqual([]);
  });

  it('fails under the address of that study too, and one that is there is not replaced', async () => {
    guard.limits = { hidden };
    const other = makeInstance({ study: foreign, patientName: 'Li^Si' });
    for (const path of ['/studies', `/studies/${foreign}`]) {
      expect(await stow([other], path)).toEqual({
        status: 409,
        stored: [],
        failed: [[other.instance, 0x0124]],
      });
    }
    // Belonging to another one is said as ever.
    expect((await stow([other], `/studies/${own}`)).failed).toEqual([[other.instance, 0xa901]]);
    expect(await inArchive(foreign)).toEqual([`${foreign}.1.1`]);
  });

  it('is found out although two readers read it differently', async () => {
    // The data set has the UID of its study twice: the proxy reads the last one, the archive the first.
    const asked: (string | undefined)[][] = [];
    for (const [first, second] of [
      [own, foreign],
      [foreign, own],
    ] as const) {
      const made = makeInstance({ study: first, series: `${foreign}.5`, instance: `${first}.9` });
      const second16 = Buffer.alloc(8 + second.length + (second.length % 2));
      second16.writeUInt16LE(0x0020, 0);
      second16.writeUInt16LE(0x000d, 2);
      second16.write('UI', 4, 'latin1');
      second16.writeUInt16LE(second16.length - 8, 6);
      second16.write(second, 8, 'latin1');
      const at = made.file.indexOf(Buffer.from([0x20, 0, 0x0e, 0]));
      const file = Buffer.concat([made.file.subarray(0, at), second16, made.file.subarray(at)]);
      guard.limits = { hidden };
      const { failed, stored } = await stow([{ ...made, file }]);
      expect([first, await inArchive(foreign)]).toEqual([first, [`${foreign}.1.1`]]);
      expect([first, stored, failed]).toEqual([first, [], [[made.instance, 0x0124]]]);
      asked.push(guard.incoming.map(({ studyInstanceUid }) => studyInstanceUid));
    }
    expect(asked).toEqual([[foreign], [own, foreign]]);
  });

  it('is refused where it cannot be made out whose it is', async () => {
    guard.limits = { hidden };
    // Its patient's name says it is longer than the file.
    const odd = makeInstance({ study: foreign, number: 7 });
    const at = odd.file.indexOf(Buffer.from([0x10, 0, 0x10, 0]));
    const file = Buffer.concat([odd.file.subarray(0, at + 4), Buffer.from('??'), odd.file.subarray(at + 6)]);
    const { stored } = await stow([{ ...odd, file }]);
    expect(stored).toEqual([]);
    expect(await inArchive(foreign)).toEqual([`${foreign}.1.1`]);
  });

  it('is deleted by nobody', async () => {
    guard.limits = { hidden };
    for (const path of ['', `/series/${foreign}.1`, `/series/${foreign}.1/instances/${foreign}.1.1`]) {
      const { status } = await fetch(`${root}/studies/${foreign}${path}`, { method: 'DELETE' });
      expect([path, status]).toEqual([path, 404]);
    }
    expect(await inArchive(foreign)).toEqual([`${foreign}.1.1`]);
  });
});

it('tries a refused file again only where it may go, and keeps it', async () => {
  // Under an instance that is there already: kept aside.
  const other = makeInstance({ study: foreign, patientName: 'Wang^Wu' });
  expect((await stow([other])).failed).toEqual([[other.instance, 0x0111]]);
  const all = await kept();
  const [entry] = all as { id: string; times: number }[];
  const retry = async (): Promise<[number, string | undefined]> => {
    const response = await fetch(`${root}/refused/${entry?.id}/retry`, { method: 'POST' });
    const answer = (await response.json()) as { error?: { code: string }; refusal?: { code: string } };
    return [response.status, answer.error?.code ?? answer.refusal?.code];
  };
  guard.limits = { hidden };
  expect(await retry()).toEqual([403, 'not-permitted']);
  guard.limits = undefined;
  expect(await kept()).toEqual(all);
  expect(await retry()).toEqual([409, 'other-file-there']);
});
