/**
 * What the viewer asks the server for, request by request: the readers of the load test send this, and
 * test/e2e/readersScenario.spec.ts holds it against a recording of the real page. Pure, without Node or browser: k6 runs it.
 */

/** A study as a reader meets it; series in the order of their numbers. */
export interface StudyToRead {
  patientId: string;
  studyInstanceUid: string;
  series: SeriesToRead[];
}

export interface SeriesToRead {
  seriesInstanceUid: string;
  /** single-frame images in reading order */
  sopInstanceUids: string[];
}

export type RequestKind = 'series' | 'study' | 'metadata' | 'thumbnail' | 'frame' | 'rendered' | 'others';

export interface ViewerRequest {
  kind: RequestKind;
  path: string;
  accept: string;
  /** the request whose answer leads to this one; without it the page sends it at once */
  after?: RequestKind;
}

export const accept = {
  json: 'application/dicom+json',
  /** HTJ2K where the server has it, else as stored */
  frame:
    'image/jphc; transfer-syntax=1.2.840.10008.1.2.4.202, application/octet-stream; transfer-syntax=*; q=0.9',
  jpeg: 'image/jpeg',
  /** as browsers send it for an <img>; which formats they name changes with their version */
  picture: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
};

const root = '/dicom-web';
const seriesFields = '0008103E,00180015,00201209';
const studyFields = '00081030,00080080,00100021';

/** All requests from the address of a study to its first image on the screen, and what that image lets the page ask. */
export function openingRequests(study: StudyToRead): ViewerRequest[] {
  const uid = study.studyInstanceUid;
  const first = firstSeries(study);
  const seriesQuery = `includefield=${encodeURIComponent(seriesFields)}`;
  const studyQuery = `StudyInstanceUID=${uid}&includefield=${encodeURIComponent(studyFields)}&limit=1&offset=0`;
  return [
    { kind: 'rendered', path: `${root}/studies/${uid}/thumbnail?viewport=512,512`, accept: accept.jpeg },
    { kind: 'series', path: `${root}/studies/${uid}/series?${seriesQuery}`, accept: accept.json },
    { kind: 'study', path: `${root}/studies?${studyQuery}`, accept: accept.json },
    { ...metadataRequest(study, first), after: 'series' },
    ...study.series.map(({ seriesInstanceUid }): ViewerRequest => ({
      kind: 'thumbnail',
      path: `${root}/studies/${uid}/series/${seriesInstanceUid}/thumbnail`,
      accept: accept.picture,
      after: 'series',
    })),
    { ...frameRequest(study, first, middleIndex(first)), after: 'metadata' },
    { kind: 'others', path: othersPath(study), accept: accept.json, after: 'frame' },
  ];
}

/** What showing another series asks for until its first image. */
export const switchRequests = (study: StudyToRead, series: SeriesToRead): ViewerRequest[] => [
  metadataRequest(study, series),
  { ...frameRequest(study, series, middleIndex(series)), after: 'metadata' },
];

export const frameRequest = (study: StudyToRead, series: SeriesToRead, index: number): ViewerRequest => ({
  kind: 'frame',
  path: framePath(study, series, index),
  accept: accept.frame,
});

/** The series a study opens with: the largest, of several as large the first. */
export function firstSeries(study: StudyToRead): SeriesToRead {
  const first = study.series.reduce((best, one) =>
    one.sopInstanceUids.length > best.sopInstanceUids.length ? one : best,
  );
  return first;
}

/** The first `count` frames a reader pages to after the middle one, nearest first. */
export function readingOrder(series: SeriesToRead, count: number): number[] {
  const middle = middleIndex(series);
  const order: number[] = [];
  for (let distance = 1; distance <= middle && order.length < count; distance += 1) {
    if (middle + distance < series.sopInstanceUids.length) order.push(middle + distance);
    if (order.length < count) order.push(middle - distance);
  }
  return order;
}

export const middleIndex = (series: SeriesToRead): number => Math.floor(series.sopInstanceUids.length / 2);

/** The patient's studies, of which the viewer offers the others for comparison. */
const othersPath = ({ patientId }: StudyToRead): string =>
  `${root}/studies?PatientID=${encodeURIComponent(patientId)}` +
  `&includefield=${encodeURIComponent(studyFields)}&limit=100&offset=0`;

const metadataRequest = (study: StudyToRead, series: SeriesToRead): ViewerRequest => ({
  kind: 'metadata',
  path: `${root}/studies/${study.studyInstanceUid}/series/${series.seriesInstanceUid}/metadata`,
  accept: accept.json,
});

const framePath = (study: StudyToRead, series: SeriesToRead, index: number): string =>
  `${root}/studies/${study.studyInstanceUid}/series/${series.seriesInstanceUid}` +
  `/instances/${series.sopInstanceUids[index] ?? ''}/frames/1`;
