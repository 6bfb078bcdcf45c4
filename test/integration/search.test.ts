import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

type DataSet = Record<string, { vr: string; Value?: unknown[] }>;

let system: StartedSystem;
let root: string;

/** 浙江 in GB18030: D5E3 BDAD. Written by hand, as Node has no encoder for it. */
const gb18030Name = Buffer.concat([Buffer.from('Zhe^Jiang='), Buffer.from([0xd5, 0xe3, 0x5e, 0xbd, 0xad])]);

beforeAll(async () => {
  system = await startSystem();
  root = `${system.url}/dicom-web`;
  const files = [
    makeInstance({ study: '1.2.1', studyDate: '20260301', studyTime: '080000', patientId: 'P1' }),
    makeInstance({ study: '1.2.1', studyDate: '20260301', studyTime: '080000', patientId: 'P1', number: 2 }),
    makeInstance({
      study: '1.2.1',
      series: '1.2.1.9',
      modality: 'PT',
      studyDate: '20260301',
      studyTime: '080000',
      patientId: 'P1',
    }),
    makeInstance({
      study: '1.2.2',
      studyDate: '20260301',
      studyTime: '093000',
      patientName: 'MÜLLER^Jörg',
      patientId: 'P2',
      accessionNumber: 'B77',
      modality: 'MR',
    }),
    makeInstance({ study: '1.2.3', studyDate: '20251224', patientName: 'li^si=李^四', patientId: 'P3' }),
    makeInstance({
      study: '1.2.4',
      studyDate: '20240101',
      patientId: 'P4',
      characterSet: 'GB18030',
      patientName: 'x',
      encode: (text) => (text === 'x' ? gb18030Name : Buffer.from(text)),
    }),
    makeInstance({ study: '1.2.5', studyDate: '', studyTime: '', patientId: 'P5', studyDescription: '' }),
  ];
  const response = await store(
    root,
    files.map(({ file }) => file),
  );
  expect(response.status).toBe(200);
});

afterAll(() => system.close());

async function search(query: string): Promise<{ uids: string[]; total: number; items: DataSet[] }> {
  const response = await fetch(`${root}/studies?${query}`);
  expect(response.status).toBe(200);
  const items = (await response.json()) as DataSet[];
  const uids = items.map((item) => String(item['0020000D']?.Value?.[0]));
  return { uids, total: Number(response.headers.get('x-total-count')), items };
}

describe('searching for studies', () => {
  it('answers newest first, those without a date last, and says how many there are', async () => {
    const { uids, total } = await search('');
    expect(uids).toEqual(['1.2.2', '1.2.1', '1.2.3', '1.2.4', '1.2.5']);
    expect(total).toBe(5);
  });

  it('pages exactly', async () => {
    const pages = await Promise.all(['limit=2&offset=0', 'limit=2&offset=2', 'limit=2&offset=4'].map(search));
    expect(pages.map(({ uids }) => uids)).toEqual([['1.2.2', '1.2.1'], ['1.2.3', '1.2.4'], ['1.2.5']]);
    expect(pages.map(({ total }) => total)).toEqual([5, 5, 5]);
    expect((await search('limit=0')).uids).toEqual([]);
  });

  it('answers with what a worklist shows', async () => {
    const { items } = await search('StudyInstanceUID=1.2.1');
    expect(items).toHaveLength(1);
    const item = items[0] as DataSet;
    expect(item['00080061']?.Value).toEqual(['CT', 'PT']);
    expect(item['00201206']?.Value).toEqual([2]);
    expect(item['00201208']?.Value).toEqual([3]);
    expect(item['00100010']?.Value).toEqual([{ Alphabetic: 'Zhang^San', Ideographic: '张^三' }]);
    expect(item['00100030']?.Value).toEqual(['19600203']);
    expect(item['00100040']?.Value).toEqual(['M']);
    expect(item['00080050']?.Value).toEqual(['A1']);
    expect(item['00081030']?.Value).toEqual(['Chest']);
    expect(item['00080030']?.Value).toEqual(['080000']);
    expect(item['00081190']?.Value).toEqual([`${root}/studies/1.2.1`]);
  });

  it.each([
    ['PatientName=*müller*', ['1.2.2']],
    ['PatientName=MULLER*', []],
    ['00100010=m%3Fller*', ['1.2.2']],
    ['PatientName=李*', ['1.2.3']],
    ['PatientName=Li Si', ['1.2.3']],
    ['PatientName=浙^江', ['1.2.4']],
    ['PatientID=P3', ['1.2.3']],
    ['AccessionNumber=b7*', ['1.2.2']],
    ['ModalitiesInStudy=PT', ['1.2.1']],
    ['ModalitiesInStudy=MR,PT', ['1.2.2', '1.2.1']],
    ['StudyDate=20251224-20260228', ['1.2.3']],
    ['StudyDate=20260301&StudyTime=0900-', ['1.2.2']],
    ['StudyDate=-20241231', ['1.2.4']],
    ['StudyInstanceUID=1.2.3,1.2.4', ['1.2.3', '1.2.4']],
    ['PatientID=nobody', []],
  ])('%s', async (query, expected) => {
    const encoded = query
      .split('&')
      .map((pair) =>
        pair.replace(/=(.*)$/, (_, value: string) => `=${encodeURI(value).replace('%253F', '%3F')}`),
      );
    expect((await search(encoded.join('&'))).uids).toEqual(expected);
  });

  it.each([
    ['limit=ten', 'limit=ten'],
    ['offset=-1', 'offset=-1'],
    ['StudyDate=2026-01-01', 'StudyDate=2026-01-01'],
    ['fuzzymatching=maybe', 'fuzzymatching=maybe'],
    ['includefield=%3Cscript%3E', 'includefield'],
  ])('%s is refused by name', async (query, named) => {
    const response = await fetch(`${root}/studies?${query}`);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('bad-parameter');
    expect(error.message).toContain(named);
  });
});

describe('searching within a study', () => {
  it('answers with its series and their instances', async () => {
    const series = (await (await fetch(`${root}/studies/1.2.1/series`)).json()) as DataSet[];
    expect(series.map((item) => [item['0020000E']?.Value?.[0], item['00201209']?.Value?.[0]])).toEqual([
      ['1.2.1.1', 2],
      ['1.2.1.9', 1],
    ]);
    const response = await fetch(`${root}/studies/1.2.1/series/1.2.1.1/instances?InstanceNumber=2`);
    const instances = (await response.json()) as DataSet[];
    expect(instances.map((item) => item['00080018']?.Value?.[0])).toEqual(['1.2.1.1.2']);
    expect(instances[0]?.['00280010']?.Value).toEqual([8]);
  });

  it('says what is not there', async () => {
    for (const [path, status, code] of [
      ['/studies/9.9.9/series', 404, 'study-not-found'],
      ['/studies/1.2.1/series/9.9/metadata', 404, 'series-not-found'],
      ['/studies/1.2.1/series/1.2.1.1/instances/9.9/frames/1', 404, 'instance-not-found'],
      ['/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1/frames/2', 404, 'frame-not-found'],
      ['/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1/frames/0', 400, 'bad-parameter'],
      ['/studies/..%2F..%2Fetc/series', 400, 'bad-parameter'],
      ['/nonsense', 404, 'no-such-resource'],
    ] as const) {
      const response = await fetch(`${root}${path}`);
      expect([path, response.status]).toEqual([path, status]);
      expect(((await response.json()) as { error: { code: string } }).error.code).toBe(code);
    }
  });
});
