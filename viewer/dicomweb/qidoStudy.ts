import { hasImages, type DicomJson } from '../../pixels/index.ts';
import { name, number, string, strings } from './dicomJson.ts';
import type { PersonName } from './personName.ts';

/** A study as a list shows it. Dates and times are DA and TM as the archive has them. */
export interface StudySummary {
  studyInstanceUid: string;
  studyDate?: string;
  studyTime?: string;
  accessionNumber?: string;
  /** Modalities in Study (0008,0061); empty when the archive does not say. */
  modalities: string[];
  description?: string;
  institution?: string;
  patientName?: PersonName;
  /** What its texts were taken for, where its files declare another character set: they may be wrong. */
  guessedCharacterSet?: string;
  patientId?: string;
  issuerOfPatientId?: string;
  patientSex?: string;
  patientBirthDate?: string;
  /** AS */
  patientAge?: string;
  seriesCount?: number;
  instanceCount?: number;
}

export interface SeriesSummary {
  seriesInstanceUid: string;
  seriesNumber?: number;
  modality?: string;
  description?: string;
  bodyPart?: string;
  instanceCount?: number;
}

/** Undefined when the answer has no Study Instance UID, without which nothing can be opened. */
export function studySummary(item: DicomJson): StudySummary | undefined {
  const studyInstanceUid = string(item, 'StudyInstanceUID');
  if (studyInstanceUid === undefined) return undefined;
  return withoutUndefined({
    studyInstanceUid,
    studyDate: string(item, 'StudyDate'),
    studyTime: string(item, 'StudyTime'),
    accessionNumber: string(item, 'AccessionNumber'),
    // Some archives return the list as one value with backslashes or commas.
    modalities: strings(item, 'ModalitiesInStudy').flatMap((value) => value.split(/[\\,]/)),
    description: string(item, 'StudyDescription'),
    institution: string(item, 'InstitutionName'),
    patientName: name(item, 'PatientName'),
    guessedCharacterSet: string(item, 'GuessedCharacterSet'),
    patientId: string(item, 'PatientID'),
    issuerOfPatientId: string(item, 'IssuerOfPatientID'),
    patientSex: string(item, 'PatientSex'),
    patientBirthDate: string(item, 'PatientBirthDate'),
    patientAge: string(item, 'PatientAge'),
    seriesCount: number(item, 'NumberOfStudyRelatedSeries'),
    instanceCount: number(item, 'NumberOfStudyRelatedInstances'),
  });
}

/** Undefined when the answer has no Series Instance UID. */
export function seriesSummary(item: DicomJson): SeriesSummary | undefined {
  const seriesInstanceUid = string(item, 'SeriesInstanceUID');
  if (seriesInstanceUid === undefined) return undefined;
  return withoutUndefined({
    seriesInstanceUid,
    seriesNumber: number(item, 'SeriesNumber'),
    modality: string(item, 'Modality'),
    description: string(item, 'SeriesDescription'),
    bodyPart: string(item, 'BodyPartExamined'),
    instanceCount: number(item, 'NumberOfSeriesRelatedInstances'),
  });
}

/** For sorting: the newest study first, those without a date last; equal ones in a fixed order, so that pages do not overlap. */
export function compareNewestFirst(first: StudySummary, second: StudySummary): number {
  const [firstMoment, secondMoment] = [moment(first), moment(second)];
  if (firstMoment !== secondMoment) return firstMoment < secondMoment ? 1 : -1;
  return first.studyInstanceUid < second.studyInstanceUid
    ? -1
    : Number(first.studyInstanceUid !== second.studyInstanceUid);
}

/** The modalities that have images before those that have none: `CT SR`, not `SR CT`. */
export function imagesFirst(modalities: readonly string[]): string[] {
  return [...modalities].sort((first, second) => Number(hasImages(second)) - Number(hasImages(first)));
}

/** For sorting: series with images first, then by series number, those without one last. */
export function compareSeries(first: SeriesSummary, second: SeriesSummary): number {
  const byImages = Number(hasImages(second.modality)) - Number(hasImages(first.modality));
  return byImages || (first.seriesNumber ?? Infinity) - (second.seriesNumber ?? Infinity) || 0;
}

function moment({ studyDate = '', studyTime = '' }: StudySummary): string {
  return studyDate.replaceAll('.', '').padEnd(8, ' ') + studyTime.replaceAll(':', '');
}

type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
