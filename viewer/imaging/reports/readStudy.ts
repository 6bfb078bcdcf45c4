import { fetchSeriesMetadata } from '../../dicomweb/index.ts';
import type { Measurement } from '../measurements/index.ts';
import type { OpenStudy } from '../reader/readerState.ts';
import type { StudySource } from '../series/studySource.ts';
import type { Changes } from './changesToWrite.ts';
import { frameLookup } from './frameLookup.ts';
import type { KeyImage } from './keyImages.ts';
import { readPresentationState, type PresentationState } from './presentationState.ts';
import { readKeyImages } from './readKeyImages.ts';
import { readMeasurements, type ReportEntry } from './readMeasurements.ts';
import { isOwn, newestReports, readReport, type SrDocument } from './readReport.ts';

/** A report as a list shows it. */
export interface ListedReport {
  readonly document: SrDocument;
  readonly own: boolean;
  readonly measurements: readonly Measurement[];
  readonly entries: readonly ReportEntry[];
  /** What it says of how findings have changed. */
  readonly changes: Changes;
}

/** Everything a study holds beside its images that the reading room shows. */
export interface StudyDocuments {
  readonly reports: readonly ListedReport[];
  readonly keyImages: readonly KeyImage[];
  /** One's own Key Object Selections, which the next one replaces. */
  readonly keyObjects: readonly SrDocument[];
  readonly presentationStates: readonly PresentationState[];
  /** Series that could not be read, and why. */
  readonly failures: readonly string[];
}

/** Reads the SR, KO and PR series of a study. Never rejects: what cannot be read is named. */
export async function readStudy(
  { studyInstanceUid, series }: OpenStudy,
  source: StudySource,
  author: string | undefined,
): Promise<StudyDocuments> {
  const failures: string[] = [];
  const failed = (error: unknown): [] => {
    failures.push(error instanceof Error ? error.message : String(error));
    return [];
  };
  const instancesOf = async (modality: string) => {
    const wanted = series.filter((one) => one.modality === modality);
    const read = wanted.map((one) =>
      fetchSeriesMetadata(studyInstanceUid, one.seriesInstanceUid).catch(failed),
    );
    return (await Promise.all(read)).flat();
  };
  const [sr, ko, pr] = await Promise.all([instancesOf('SR'), instancesOf('KO'), instancesOf('PR')]);
  const documents = newestReports(sr.flatMap((instance) => readReport(instance) ?? []));
  const keyObjects = ko.flatMap((instance) => readReport(instance) ?? []);
  const imageSeries = new Map(
    documents.flatMap((document) => document.imageSeries.map((one) => [one.seriesInstanceUid, one])),
  );
  const stacks = await Promise.all(
    [...imageSeries.values()].map((one) =>
      source.stack(one.studyInstanceUid, one.seriesInstanceUid).catch(failed),
    ),
  );
  const frames = frameLookup(stacks.flat());
  return {
    reports: documents.map((document) => ({
      document,
      own: isOwn(document, author),
      ...readMeasurements(document, frames, author),
    })),
    keyImages: readKeyImages(keyObjects, author),
    keyObjects: keyObjects.filter((one) => isOwn(one, author)),
    presentationStates: pr.flatMap((instance) => readPresentationState(instance) ?? []),
    failures,
  };
}
