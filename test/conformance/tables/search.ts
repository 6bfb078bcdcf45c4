import { expect } from 'vitest';
import { documentInstance, mrInstances, newestFirst, zhang } from '../support/collection.ts';
import { finds, instanceUid, seriesUid, studies, studyUid } from '../support/searches.ts';
import { dataSets, valueOf, type Transaction } from '../support/Transaction.ts';

const refused = (path: string, named: string): Transaction => ({
  clause: '8.3',
  name: `${path} is refused, naming ${named}`,
  path: encodeURI(path),
  status: 400,
  mediaType: 'application/json',
  check: ({ json }) => expect((json as { error: { message: string } }).error.message).toContain(named),
});

const has = (dataSet: object | undefined, tags: readonly string[]): void => {
  expect(tags.filter((tag) => !(tag in (dataSet ?? {})))).toEqual([]);
};
// Tables 10.6.3-3, 10.6.3-4, 10.6.3-5: what the answer has in any case (types 1, 2 and U).
const studyAnswer =
  '00080020 00080030 00080050 00080056 00080061 00080090 00081190 00100010 00100020 00100030 00100040 0020000D 00200010 00201206 00201208';
const seriesAnswer = '00080060 0020000E 00200011 00201209 00081190';
const instanceAnswer = '00080016 00080018 00080056 00081190 00200013 00280010 00280011 00280100';

export const searchTransactions: readonly Transaction[] = [
  studies('PatientID=ZYS-1&NoSuchKeyword=7', [zhang.study], {
    clause: '8.3',
    answerHeaders: { warning: /: 299 http:\/\/\S+\/dicom-web: .*NoSuchKeyword$/ },
  }),
  studies('limit=2', newestFirst.slice(0, 2), {
    clause: '8.3.4.4',
    answerHeaders: { warning: /There are 1 additional results that can be requested/ },
    check: finds(studyUid, newestFirst.slice(0, 2), 3),
  }),
  studies('limit=2&offset=2', newestFirst.slice(2), {
    clause: '8.3.4.4',
    answerHeaders: { warning: /: null$/ },
    check: finds(studyUid, newestFirst.slice(2), 3),
  }),
  // Table 10.6.3-1 of the current edition; older ones had 204.
  {
    clause: '10.6.3',
    name: 'nothing found is an empty array',
    path: '/studies?PatientID=nobody',
    status: 200,
    mediaType: 'application/dicom+json',
    check: ({ json }) => expect(json).toEqual([]),
  },
  studies('offset=99', [], { clause: '8.3.4.4', check: finds(studyUid, [], 3) }),
  studies('limit=0', [], { clause: '8.3.4.4', check: finds(studyUid, [], 3) }),
  studies('PatientID=ZYS-1&includefield=all', [zhang.study], {
    clause: '10.6.3.3.1',
    check: (answer) => {
      const [study] = dataSets(answer);
      has(study, studyAnswer.split(' '));
      expect(valueOf(study, '00100010')).toEqual({ Ideographic: '张^云山' });
      expect(study?.['00080061']?.Value).toEqual(['DOC', 'MR']);
      expect([valueOf(study, '00201206'), valueOf(study, '00201208')]).toEqual([2, 3]);
    },
  }),
  studies('PatientID=ZYS-1&includefield=StudyDescription,00081030&includefield=StudyID', [zhang.study], {
    clause: '8.3.4.3',
    check: (answer) => expect(valueOf(dataSets(answer)[0], '00081030')).toBe('Brain'),
  }),
  {
    clause: '10.6.3.3.2',
    name: 'series of a study',
    path: `/studies/${zhang.study}/series`,
    status: 200,
    check: (answer) => {
      finds(seriesUid, [zhang.mr, zhang.doc])(answer);
      has(dataSets(answer)[0], [...seriesAnswer.split(' '), studyUid]);
      expect(dataSets(answer).map((one) => valueOf(one, '00201209'))).toEqual([2, 1]);
    },
  },
  {
    clause: '10.6.1.2',
    name: 'series of a study by modality, with an attribute of the study',
    path: `/studies/${zhang.study}/series?Modality=DOC&includefield=PatientID`,
    status: 200,
    check: (answer) => {
      finds(seriesUid, [zhang.doc])(answer);
      expect(valueOf(dataSets(answer)[0], '00100020')).toBe('ZYS-1');
    },
  },
  {
    clause: '10.6.1.2',
    name: 'series of a study by UID and date',
    path: `/studies/${zhang.study}/series?SeriesInstanceUID=${zhang.mr},${zhang.doc}&SeriesDate=20251104`,
    status: 200,
    check: finds(seriesUid, [zhang.doc]),
  },
  {
    clause: '10.6.3.3.2',
    name: 'all series, with their studies',
    path: '/series?Modality=MR&PatientID=ZYS-1',
    status: 200,
    check: (answer) => {
      finds(seriesUid, [zhang.mr])(answer);
      has(dataSets(answer)[0], [...seriesAnswer.split(' '), ...studyAnswer.split(' ')]);
    },
  },
  {
    clause: '10.6.3.3.3',
    name: 'instances of a series',
    path: `/studies/${zhang.study}/series/${zhang.mr}/instances`,
    status: 200,
    check: (answer) => {
      finds(
        instanceUid,
        mrInstances.map(({ instance }) => instance),
      )(answer);
      has(dataSets(answer)[0], instanceAnswer.split(' '));
    },
  },
  {
    clause: '10.6.1.2',
    name: 'instances of a series by number, class and UID',
    path: `/studies/${zhang.study}/series/${zhang.mr}/instances?InstanceNumber=2&SOPClassUID=1.2.840.10008.5.1.4.1.1.2&SOPInstanceUID=${mrInstances[1]?.instance}`,
    status: 200,
    check: finds(instanceUid, [mrInstances[1]?.instance ?? '']),
  },
  {
    clause: '10.6.3.3.3',
    name: 'instances of a study, with their series; any attribute can be matched',
    path: `/studies/${zhang.study}/instances?Rows=8&Modality=MR&limit=1`,
    status: 200,
    check: (answer) => {
      finds(instanceUid, [mrInstances[0]?.instance ?? ''], 2)(answer);
      expect(valueOf(dataSets(answer)[0], '00080060')).toBe('MR');
    },
  },
  {
    clause: '8.3.4.3',
    name: 'instances with attributes by keyword and tag, and with all',
    path: `/studies/${zhang.study}/series/${zhang.mr}/instances?includefield=PixelSpacing,00281052`,
    status: 200,
    check: async (answer, root) => {
      const [some] = dataSets(answer);
      expect(some?.['00280030']?.Value).toEqual([0.5, 0.5]);
      expect(some?.['00281052']?.Value).toEqual([-1024]);
      expect(some).not.toHaveProperty('00281053');
      const all = await fetch(`${root}/studies/${zhang.study}/series/${zhang.mr}/instances?includefield=all`);
      expect(((await all.json()) as object[])[0]).toHaveProperty('00281053');
    },
  },
  {
    clause: '10.6',
    name: 'all instances, narrowed by their study',
    path: '/instances?PatientID=ZYS-1&Modality=DOC',
    status: 200,
    check: (answer) => {
      finds(instanceUid, [documentInstance.instance])(answer);
      has(dataSets(answer)[0], ['00100010', '00080060', '00081190']);
    },
  },
  {
    clause: '10.6.1.2.1',
    name: 'matching within a sequence is not supported: ignored, and said so',
    path: '/studies?PatientID=ZYS-1&RequestAttributesSequence.ScheduledProcedureStepID=S-1&00400275.00401001=P-1',
    status: 200,
    answerHeaders: {
      warning: /: 299 \S+ .*RequestAttributesSequence\.ScheduledProcedureStepID, 00400275\.00401001$/,
    },
    check: finds(studyUid, [zhang.study]),
  },
  refused('/studies?StudyDate=2026-01-01', 'StudyDate'),
  refused('/studies?StudyTime=noon', 'StudyTime'),
  refused('/studies?limit=-1', 'limit'),
  refused('/studies?offset=many', 'offset'),
  refused('/studies?fuzzymatching=perhaps', 'fuzzymatching'),
  refused('/studies?includefield=<b>', 'includefield'),
  refused('/studies?PatientID=a&PatientID=b', 'PatientID'),
  refused(`/studies/${zhang.study}/series?SeriesNumber=first`, 'SeriesNumber'),
  refused(`/studies/${zhang.study}/instances?InstanceNumber=1.5`, 'InstanceNumber'),
  {
    clause: '8.7.4',
    name: 'search for application/json',
    path: '/studies',
    headers: { accept: 'application/json' },
    status: 200,
    mediaType: 'application/json',
  },
  {
    clause: '8.7.4',
    name: 'search by quality values, JSON being one of several',
    path: '/studies',
    headers: {
      accept: 'multipart/related; type="application/dicom+xml"; q=0.9, application/dicom+json; q=0.5',
    },
    status: 200,
    mediaType: 'application/dicom+json',
  },
  {
    clause: '8.7.4',
    name: 'search for what it does not come as',
    path: '/studies',
    headers: { accept: 'multipart/related; type="application/dicom+xml"' },
    status: 406,
  },
  { clause: '10.6.3.1', name: 'series of an unknown study', path: '/studies/9.9.9/series', status: 404 },
];
