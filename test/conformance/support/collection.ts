import { demoInstances, generateDemoStudies } from '../../../scripts/demo-studies/index.ts';
import { makeInstance, store, type MadeInstance } from '../../integration/support/instances.ts';

/** What the archive holds while the table is worked through. Everything else a row needs it brings along. */

const [first] = demoInstances();
if (!first) throw new Error('there are no demo studies');
const demoStudy = first.studyInstanceUid;
const ofFirstSeries = demoInstances().filter(
  ({ seriesInstanceUid }) => seriesInstanceUid === first.seriesInstanceUid,
);

/** Three slices of the first demo study. */
export const ct = {
  study: demoStudy,
  series: first.seriesInstanceUid,
  instances: ofFirstSeries.slice(0, 3).map(({ sopInstanceUid }) => sopInstanceUid),
} as const;

/** A study of two series, MR and SR, of a patient with an ideographic name only. */
export const zhang = {
  study: '1.2.826.0.1.3680043.10.511.1',
  mr: '1.2.826.0.1.3680043.10.511.1.1',
  doc: '1.2.826.0.1.3680043.10.511.1.2',
} as const;
export const document = Buffer.from('an encapsulated document, long enough to be bulk data. '.repeat(40));

const zhangOptions = {
  study: zhang.study,
  patientName: '=张^云山',
  patientId: 'ZYS-1',
  accessionNumber: 'ACC-511',
  studyDate: '20251103',
  studyTime: '083000',
  studyDescription: 'Brain',
};
export const mrInstances: readonly MadeInstance[] = [1, 2].map((number) =>
  makeInstance({ ...zhangOptions, series: zhang.mr, modality: 'MR', number }),
);
export const documentInstance: MadeInstance = makeInstance({
  ...zhangOptions,
  series: zhang.doc,
  modality: 'DOC',
  number: 1,
  more: [
    [0x00080021, 'DA', '20251104'],
    [0x00200011, 'IS', '7'],
    [0x00420011, 'OB', document],
    [0x00091010, 'LO', 'private value'],
    [0x00090010, 'LO', 'YUNYING TEST'],
  ],
});

/** One more patient, with a Latin name. */
export const muller = '1.2.826.0.1.3680043.10.511.2';
const mullerInstance = makeInstance({
  study: muller,
  patientName: 'Müller^Jörg',
  patientId: 'M-2',
  accessionNumber: '',
  studyDate: '20240229',
  studyTime: '235959.5',
  modality: 'CT',
});

/** The studies from the newest on, as a search lists them; the demo study is the newest. */
export const newestFirst = [ct.study, zhang.study, muller] as const;

export async function storeCollection(root: string): Promise<void> {
  const wanted = new Set<string>(ct.instances);
  const files: Uint8Array[] = [...mrInstances, documentInstance, mullerInstance].map(({ file }) => file);
  for await (const { bytes } of generateDemoStudies(undefined, ({ sopInstanceUid }) =>
    wanted.has(sopInstanceUid),
  )) {
    files.push(bytes);
  }
  const response = await store(root, files);
  if (response.status !== 200)
    throw new Error(`storing answered ${response.status}: ${await response.text()}`);
}
