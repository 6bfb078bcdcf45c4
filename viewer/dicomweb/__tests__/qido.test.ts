import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { joinPages, searchSeries, searchStudies } from '../qido.ts';

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A real HTTP server that answers each path as told and keeps what it was asked. */
let answer: (url: URL) => Answer | undefined;
const asked: URL[] = [];
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://test');
  asked.push(url);
  const given = answer(url);
  if (!given) return; // never answers
  response.writeHead(given.status, given.headers).end(given.body);
});
let root = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`;
});
beforeEach(() => asked.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const item = (uid: string, date: string, time = '') => ({
  '0020000D': { vr: 'UI', Value: [uid] },
  '00080020': { vr: 'DA', Value: [date] },
  '00080030': { vr: 'TM', Value: [time] },
});
const found = (items: object[], total?: number): Answer => ({
  status: 200,
  headers: total === undefined ? {} : { 'X-Total-Count': String(total) },
  body: JSON.stringify(items),
});

describe('searchStudies', () => {
  it('asks for one page with every filter and reads the total', async () => {
    answer = () => found([item('1.2', '20260101'), item('1.1', '20260701')], 77);
    const result = await searchStudies(
      {
        text: '王小东',
        modalities: ['CT', 'MR'],
        dateFrom: '20260101',
        dateTo: '20260731',
        limit: 25,
        offset: 50,
      },
      { root },
    );
    const [url] = asked;
    expect(url?.pathname).toBe('/dicom-web/studies');
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      PatientName: '*王*小*东*',
      fuzzymatching: 'true',
      ModalitiesInStudy: 'CT,MR',
      StudyDate: '20260101-20260731',
      includefield: '00081030,00080080,00100021',
      limit: '25',
      offset: '50',
    });
    expect(result).toEqual({
      studies: [
        { studyInstanceUid: '1.1', studyDate: '20260701', modalities: [] },
        { studyInstanceUid: '1.2', studyDate: '20260101', modalities: [] },
      ],
      total: 77,
      totalIs: 'exact',
      stale: false,
    });
  });

  it('leaves a range open on the side that is not given', async () => {
    answer = () => found([], 0);
    await searchStudies({ dateFrom: '20260101', limit: 1 }, { root });
    await searchStudies({ dateTo: '20260101', limit: 1 }, { root });
    expect(asked.map((url) => url.searchParams.get('StudyDate'))).toEqual(['20260101-', '-20260101']);
  });

  it('says what it knows of the total where the server does not tell', async () => {
    answer = () => found([item('1', '20260101'), item('2', '20260101')]);
    expect(await searchStudies({ limit: 2, offset: 4 }, { root })).toMatchObject({
      total: 6,
      totalIs: 'atLeast',
    });
    expect(await searchStudies({ limit: 3, offset: 4 }, { root })).toMatchObject({
      total: 6,
      totalIs: 'exact',
    });
  });

  it('joins the searches of an ambiguous text', async () => {
    answer = (url) =>
      url.searchParams.has('PatientID')
        ? found([item('1', '20260105'), item('2', '20260103')], 2)
        : found([item('2', '20260103'), item('3', '20260104')], 2);
    const result = await searchStudies({ text: '42', limit: 2, offset: 1 }, { root });
    expect(asked.map((url) => [url.searchParams.get('limit'), url.searchParams.get('offset')])).toEqual([
      ['3', '0'],
      ['3', '0'],
    ]);
    expect(result.studies.map((study) => study.studyInstanceUid)).toEqual(['3', '2']);
    expect(result).toMatchObject({ total: 3, totalIs: 'exact' });
  });

  it('takes 204 for nothing found', async () => {
    answer = () => ({ status: 204 });
    expect(await searchStudies({ limit: 10 }, { root })).toEqual({
      studies: [],
      total: 0,
      totalIs: 'exact',
      stale: false,
    });
  });

  it('throws what the server says, with its code and when to ask again', async () => {
    answer = () => ({
      status: 503,
      headers: { 'Retry-After': '7' },
      body: JSON.stringify({
        error: { code: 'archive-unavailable', message: 'The archive does not answer' },
      }),
    });
    await expect(searchStudies({ limit: 10 }, { root })).rejects.toMatchObject({
      name: 'DicomwebError',
      status: 503,
      code: 'archive-unavailable',
      message: 'The archive does not answer',
    });
  });

  it('throws an error with the status where the body is no JSON, and where a 200 is not a list', async () => {
    answer = () => ({ status: 502, body: '<html>Bad Gateway</html>' });
    await expect(searchStudies({ limit: 10 }, { root })).rejects.toMatchObject({ status: 502 });
    answer = () => ({ status: 200, body: '{"not": "a list"}' });
    await expect(searchStudies({ limit: 10 }, { root })).rejects.toMatchObject({ code: 'invalid-answer' });
  });

  it('throws status 0 when there is no server', async () => {
    await expect(searchStudies({ limit: 10 }, { root: 'http://127.0.0.1:1/x' })).rejects.toMatchObject({
      name: 'DicomwebError',
      status: 0,
    });
  });

  it('stops when told to', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    const search = searchStudies({ limit: 10 }, { root, signal: controller.signal });
    controller.abort();
    await expect(search).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('joinPages', () => {
  const studies = (...uids: string[]) =>
    uids.map((studyInstanceUid) => ({ studyInstanceUid, modalities: [], studyDate: '20260101' }));

  it('does not promise a total it cannot know', () => {
    const pages = [
      { studies: studies('1', '2'), total: 40 },
      { studies: studies('2', '3'), total: 10 },
    ];
    expect(joinPages(pages, 2, 0)).toMatchObject({ total: 49, totalIs: 'about' });
    expect(
      joinPages(
        pages.map(({ studies }) => ({ studies })),
        2,
        0,
      ),
    ).toMatchObject({ total: 3, totalIs: 'atLeast' });
  });

  it('knows the total when only one of the searches finds anything', () => {
    expect(
      joinPages(
        [
          { studies: studies('1', '2'), total: 40 },
          { studies: [], total: 0 },
        ],
        2,
        0,
      ),
    ).toMatchObject({
      total: 40,
      totalIs: 'exact',
    });
  });
});

describe('searchSeries', () => {
  it('gives the series by number, those without images last', async () => {
    const series = (uid: string, number?: number, modality = 'CT') => ({
      '0020000E': { vr: 'UI', Value: [uid] },
      ...(number !== undefined && { '00200011': { vr: 'IS', Value: [number] } }),
      '00080060': { vr: 'CS', Value: [modality] },
      '00201209': { vr: 'IS', Value: [143] },
    });
    answer = () => found([series('1.4', 1, 'PR'), series('1.3'), series('1.2', 10), series('1.1', 2)]);
    const result = await searchSeries('1.2.3', { root });
    expect(asked[0]?.pathname).toBe('/dicom-web/studies/1.2.3/series');
    expect(result.map((entry) => entry.seriesInstanceUid)).toEqual(['1.1', '1.2', '1.3', '1.4']);
    expect(result[0]).toEqual({
      seriesInstanceUid: '1.1',
      seriesNumber: 2,
      modality: 'CT',
      instanceCount: 143,
    });
  });
});
