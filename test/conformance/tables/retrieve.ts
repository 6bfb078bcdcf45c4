import { expect } from 'vitest';
import { ct, document, documentInstance, mrInstances, zhang } from '../support/collection.ts';
import { again, frameTransactions } from './frames.ts';
import { dataSets, valueOf, type Answer, type Transaction } from '../support/Transaction.ts';

const [mr] = mrInstances;
if (!mr) throw new Error('there is no instance');
const mrSeries = `/studies/${zhang.study}/series/${zhang.mr}`;
const mrInstance = `${mrSeries}/instances/${mr.instance}`;
const docInstance = `/studies/${zhang.study}/series/${zhang.doc}/instances/${documentInstance.instance}`;
const ctInstance = `/studies/${ct.study}/series/${ct.series}/instances/${ct.instances[0]}`;
const explicitLittleEndian = '1.2.840.10008.1.2.1';
const anyStored = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/** The parts are these files, each named by type and address (8.6.1.2). */
const isFiles =
  (files: readonly Buffer[]) =>
  ({ parts }: Answer): void => {
    const sorted = (all: readonly Buffer[]) => [...all].sort((a, b) => a.compare(b));
    expect(parts).toHaveLength(files.length);
    const [got, wanted] = [sorted(parts.map(({ body }) => body)), sorted(files)];
    expect(got.every((body, index) => body.equals(wanted[index] as Buffer))).toBe(true);
    for (const { headers } of parts) {
      expect(headers['content-type']).toBe(`application/dicom; transfer-syntax=${explicitLittleEndian}`);
      expect(headers['content-location']).toMatch(
        /^http:\/\/\S+\/studies\/\S+\/series\/\S+\/instances\/\S+$/,
      );
    }
  };

const isJpeg = ({ bytes }: Answer): void => expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');

const instances: Transaction[] = [
  {
    clause: '10.4',
    name: 'a study',
    path: `/studies/${zhang.study}`,
    headers: { accept: anyStored },
    status: 200,
    mediaType: 'multipart/related',
    check: isFiles([...mrInstances, documentInstance].map(({ file }) => file)),
  },
  {
    clause: '10.4',
    name: 'a series',
    path: mrSeries,
    headers: { accept: anyStored },
    status: 200,
    mediaType: 'multipart/related',
    check: isFiles(mrInstances.map(({ file }) => file)),
  },
  {
    clause: '10.4',
    name: 'an instance, for whom any type will do',
    path: mrInstance,
    headers: { accept: '*/*' },
    status: 200,
    check: isFiles([mr.file]),
  },
  {
    clause: '8.7.4',
    name: 'an instance as something else',
    path: mrInstance,
    headers: { accept: 'image/png' },
    status: 406,
  },
  { clause: '10.4.3', name: 'an unknown study', path: '/studies/9.9.9', status: 404 },
  { clause: '10.4.3', name: 'an unknown series', path: `/studies/${zhang.study}/series/9.9`, status: 404 },
  { clause: '10.4.3', name: 'an unknown instance', path: `${mrSeries}/instances/9.9`, status: 404 },
  { clause: '10.4.3', name: 'no UID', path: '/studies/..%2F..%2Fetc%2Fpasswd', status: 400 },
];

const metadata: Transaction[] = [
  ...(
    [
      ['study', `/studies/${zhang.study}/metadata`, 3],
      ['series', `${mrSeries}/metadata`, 2],
      ['instance', `${mrInstance}/metadata`, 1],
      ['document with bulk data', `${docInstance}/metadata`, 1],
      ['demo series', `/studies/${ct.study}/series/${ct.series}/metadata`, 3],
    ] as const
  ).map(([what, path, count]): Transaction => ({
    clause: '10.4',
    name: `metadata: ${what}`,
    path,
    headers: { accept: 'application/dicom+json' },
    status: 200,
    mediaType: 'application/dicom+json',
    check: (answer) => {
      expect(dataSets(answer)).toHaveLength(count);
      for (const dataSet of dataSets(answer)) {
        expect(dataSet).not.toHaveProperty('7FE00010.Value');
        expect(valueOf(dataSet, '0020000D')).toBe(path.split('/')[2]);
      }
    },
  })),
  {
    clause: '10.4',
    name: 'metadata as gzip, not sent again to who has it',
    path: `${mrSeries}/metadata`,
    headers: { 'accept-encoding': 'gzip' },
    status: 200,
    answerHeaders: { vary: /Accept-Encoding/ },
    check: again(`${mrSeries}/metadata`, { 'accept-encoding': 'gzip' }),
  },
  {
    clause: '8.7.4',
    name: 'metadata as XML',
    path: `${mrSeries}/metadata`,
    headers: { accept: 'multipart/related; type="application/dicom+xml"' },
    status: 406,
  },
];

const bulkData: Transaction[] = [
  {
    clause: '10.4',
    name: 'bulk data, by the URI that the metadata gives',
    path: `${docInstance}/metadata`,
    status: 200,
    check: async (answer, root) => {
      const uri = dataSets(answer)[0]?.['00420011']?.BulkDataURI ?? '';
      const response = await fetch(new URL(uri, `${root}/`), {
        headers: { accept: 'application/octet-stream' },
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(Buffer.from(await response.arrayBuffer()).equals(document)).toBe(true);
    },
  },
  {
    clause: '10.4',
    name: 'bulk data as multipart',
    path: `${docInstance}/bulkdata/00420011`,
    headers: { accept: 'multipart/related; type="application/octet-stream"' },
    status: 200,
    mediaType: 'multipart/related',
    check: ({ parts }) => expect(parts[0]?.body.equals(document)).toBe(true),
  },
  {
    clause: '10.4.3',
    name: 'bulk data of an element that is not there',
    path: `${docInstance}/bulkdata/00420012`,
    status: 404,
  },
  { clause: '10.4.3', name: 'bulk data of no tag', path: `${docInstance}/bulkdata/x`, status: 400 },
];

const rendered: Transaction[] = [
  ...(
    [
      ['an instance, rendered', `${ctInstance}/rendered`],
      ['a frame, rendered', `${ctInstance}/frames/1/rendered`],
      [
        'an instance, rendered as asked',
        `${ctInstance}/rendered?viewport=64,64&window=40,400,linear&quality=80`,
      ],
      ['thumbnail of an instance', `${ctInstance}/thumbnail`],
      ['thumbnail of a frame', `${ctInstance}/frames/1/thumbnail`],
      ['thumbnail of a series', `/studies/${ct.study}/series/${ct.series}/thumbnail`],
      ['thumbnail of a study', `/studies/${ct.study}/thumbnail`],
      ['thumbnail of a size', `/studies/${ct.study}/series/${ct.series}/thumbnail?viewport=96,96`],
    ] as const
  ).map(([name, path]): Transaction => ({
    clause: '10.4',
    name,
    path,
    headers: { accept: 'image/jpeg' },
    status: 200,
    mediaType: 'image/jpeg',
    check: async (answer, root) => {
      isJpeg(answer);
      await again(path, { accept: 'image/jpeg' })(answer, root);
    },
  })),
  {
    clause: '10.4.1.1.4',
    name: 'thumbnail of a study, which says of which frame it is',
    path: `/studies/${ct.study}/thumbnail?viewport=96,96`,
    status: 200,
    mediaType: 'image/jpeg',
    answerHeaders: {
      'content-location': /\/series\/[\d.]+\/instances\/[\d.]+\/frames\/1\/thumbnail\?viewport=96,96$/,
    },
    check: async ({ bytes, headers }, root) => {
      const same = await fetch(new URL(headers.get('content-location') ?? '', `${root}/`));
      expect(Buffer.from(await same.arrayBuffer()).equals(bytes)).toBe(true);
    },
  },
  {
    clause: '10.4.1.1.4',
    name: 'thumbnail of a study without images',
    path: '/studies/9.9.9/thumbnail',
    status: 404,
  },
  {
    clause: '8.7.4',
    name: 'rendered as PDF',
    path: `${ctInstance}/rendered`,
    headers: { accept: 'application/pdf' },
    status: 406,
  },
  ...['viewport=0,0', 'viewport=x', 'window=1', 'window=1,2,cubic', 'quality=101'].map(
    (query): Transaction => ({
      clause: '8.3.5',
      name: `rendered?${query}`,
      path: `${ctInstance}/rendered?${query}`,
      status: 400,
    }),
  ),
];

export const retrieveTransactions: readonly Transaction[] = [
  ...instances,
  ...metadata,
  ...frameTransactions,
  ...bulkData,
  ...rendered,
  { clause: '8.1', name: 'a resource that is none', path: '/nonsense', status: 404 },
];
