import { expect } from 'vitest';
import { makeInstance, multipartBody, stowHeaders } from '../../integration/support/instances.ts';
import { itemsOf, valueOf, type Answer, type DataSet, type Transaction } from '../support/Transaction.ts';

const [failedSequence, referencedSequence] = ['00081198', '00081199'];
const [retrieveUrl, warningReason, failureReason] = ['00081190', '00081196', '00081197'];
const [sopClass, sopInstance] = ['00081150', '00081155'];
const ctImage = '1.2.840.10008.5.1.4.1.1.2';

// PS3.18 Tables I.2-1 and I.2-2, in decimals.
const cannotUnderstand = 49152;
const doesNotMatchSopClass = 43264;
const otherStudy = 43265;
const duplicateSopInstance = 273;
const storedThoughNotOfSopClass = 45063;

const study = (number: number): string => `1.2.826.0.1.3680043.10.511.9.${number}`;
const made = (number: number, options: Partial<Parameters<typeof makeInstance>[0]> = {}) =>
  makeInstance({ study: study(number), ...options });

const store = (
  name: string,
  files: () => readonly Uint8Array[],
  status: number,
  check: (answer: Answer, root: string) => void | Promise<void>,
  more: Partial<Transaction> = {},
): Transaction => ({
  clause: '10.5',
  name,
  method: 'POST',
  path: '/studies',
  headers: stowHeaders,
  body: () => multipartBody(files()),
  status,
  mediaType: 'application/dicom+json',
  check,
  ...more,
});

/** Every instance stored is named, with where it is, and is there. */
const referenced = async (answer: Answer, root: string, instances: readonly string[]): Promise<DataSet[]> => {
  const items = itemsOf(answer.json, referencedSequence);
  expect(items.map((item) => valueOf(item, sopInstance))).toEqual(instances);
  for (const item of items) {
    expect(valueOf(item, sopClass)).toBe(ctImage);
    const url = String(valueOf(item, retrieveUrl));
    expect(url.startsWith(`${root}/studies/`)).toBe(true);
    const response = await fetch(url, { method: 'HEAD' });
    expect([url, response.status]).toEqual([url, 200]);
  }
  return items;
};

const failures = (answer: Answer): unknown[][] =>
  itemsOf(answer.json, failedSequence).map((item) => [
    valueOf(item, sopInstance),
    valueOf(item, failureReason),
  ]);

const two = [made(1), made(1, { number: 2 })];
const mixed = made(2);
const elsewhere = [made(3), made(4)];
const first = made(5);
const second = made(5, { patientName: 'Another^One' });
const contradicting = ((): Buffer => {
  const file = Buffer.from(made(6).file);
  // The meta information names another instance than the data set.
  const at = file.indexOf(made(6).instance);
  file.write(made(6).instance.replace(/1$/, '2'), at, 'latin1');
  return file;
})();
const withoutSeries = made(7, { more: [[0x0020000e, 'UI', '']] });
const several = [made(10), made(11)];

const refused = (contentType: string, status: number): Transaction => ({
  clause: '10.5.2',
  name: `body of ${contentType}`,
  method: 'POST',
  path: '/studies',
  headers: { 'content-type': contentType },
  body: () => multipartBody([made(8).file]),
  status,
  mediaType: 'application/json',
});

export const storeTransactions: readonly Transaction[] = [
  store(
    'two instances of a study',
    () => two.map(({ file }) => file),
    200,
    async (answer, root) => {
      expect(valueOf(answer.json as DataSet, retrieveUrl)).toBe(`${root}/studies/${study(1)}`);
      expect(answer.json).not.toHaveProperty(failedSequence);
      await referenced(
        answer,
        root,
        two.map(({ instance }) => instance),
      );
    },
  ),
  store(
    'the same again: nothing changes',
    () => two.map(({ file }) => file),
    200,
    async (answer, root) => {
      await referenced(
        answer,
        root,
        two.map(({ instance }) => instance),
      );
    },
  ),
  store(
    'instances of two studies: no study to name',
    () => several.map(({ file }) => file),
    200,
    async (answer, root) => {
      expect((answer.json as DataSet)[retrieveUrl]).toEqual({ vr: 'UR' });
      await referenced(
        answer,
        root,
        several.map(({ instance }) => instance),
      );
    },
  ),
  store(
    'some that can be stored and some that cannot',
    () => [Buffer.from('no DICOM'), mixed.file, made(2, { number: 2 }).file.subarray(0, 400)],
    202,
    async (answer, root) => {
      expect(failures(answer)).toEqual([
        [undefined, cannotUnderstand],
        [made(2, { number: 2 }).instance, cannotUnderstand],
      ]);
      await referenced(answer, root, [mixed.instance]);
    },
  ),
  store(
    'nothing that can be stored',
    () => [Buffer.from('no DICOM')],
    409,
    (answer) => {
      expect(failures(answer)).toEqual([[undefined, cannotUnderstand]]);
      expect(answer.json).not.toHaveProperty(referencedSequence);
    },
  ),
  store(
    'into a study, one of another',
    () => elsewhere.map(({ file }) => file),
    202,
    async (answer, root) => {
      expect(failures(answer)).toEqual([[elsewhere[1]?.instance, otherStudy]]);
      await referenced(answer, root, [elsewhere[0]?.instance ?? '']);
      expect((await fetch(`${root}/studies/${study(4)}/series`)).status).toBe(404);
    },
    { path: `/studies/${study(3)}` },
  ),
  store(
    'into a study, all of another',
    () => [made(4).file],
    409,
    (answer) => expect(failures(answer)).toEqual([[made(4).instance, otherStudy]]),
    { path: `/studies/${study(3)}` },
  ),
  store(
    'another file under the same UID: the first stays',
    () => [first.file, second.file],
    202,
    async (answer, root) => {
      expect(failures(answer)).toEqual([[second.instance, duplicateSopInstance]]);
      const [item] = await referenced(answer, root, [first.instance]);
      const body = Buffer.from(await (await fetch(String(valueOf(item, retrieveUrl)))).arrayBuffer());
      expect(body.includes(first.file)).toBe(true);
    },
  ),
  store(
    'a file whose meta information is of another instance: stored, with a warning',
    () => [contradicting],
    202,
    async (answer, root) => {
      const [item] = await referenced(answer, root, [made(6).instance]);
      expect(valueOf(item, warningReason)).toBe(storedThoughNotOfSopClass);
    },
  ),
  store(
    'an instance without a series',
    () => [withoutSeries.file],
    409,
    (answer) => expect(failures(answer)).toEqual([[withoutSeries.instance, doesNotMatchSopClass]]),
  ),
  refused('application/dicom', 415),
  refused('application/json', 415),
  refused('multipart/form-data; boundary=yunying-test', 415),
  refused('multipart/related; type="application/dicom+json"; boundary=yunying-test', 415),
  refused('multipart/related; type="application/dicom"', 400),
  refused('multipart/related; type="application/dicom"; boundary=another', 400),
  {
    clause: '8.7.4',
    name: 'for an answer that it does not come as: nothing is stored',
    method: 'POST',
    path: '/studies',
    headers: { ...stowHeaders, accept: 'application/dicom+xml' },
    body: () => multipartBody([made(9).file]),
    status: 406,
    check: async (_, root) => expect((await fetch(`${root}/studies/${study(9)}/series`)).status).toBe(404),
  },
  {
    clause: '10.5.2',
    name: 'an empty body',
    method: 'POST',
    path: '/studies',
    headers: stowHeaders,
    body: () => multipartBody([]),
    status: 400,
  },
  {
    clause: '10.5.1',
    name: 'into no UID',
    method: 'POST',
    path: '/studies/not%20a%20uid',
    headers: stowHeaders,
    body: () => multipartBody([made(9).file]),
    status: 400,
  },
];
