import { version } from '../../../package.json';
import { DicomwebError, newUid, storeInstances } from '../../dicomweb/index.ts';
import type { Measurement } from '../measurements/index.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { OpenStudy } from '../reader/readerState.ts';
import type { StudySource } from '../series/studySource.ts';
import { frameLookup } from './frameLookup.ts';
import type { KeyImage } from './keyImages.ts';
import { keyObject } from './keyObject.ts';
import { measurementReport, type DocumentPlace } from './measurementReport.ts';
import { readReport, type SrDocument } from './readReport.ts';
import type { ReportContext } from './reportHeader.ts';
import { writePart10 } from './writePart10.ts';

/** What is written of one study; what has not changed is undefined. */
export interface StudyToWrite {
  readonly study: OpenStudy;
  readonly measurements:
    { readonly all: readonly Measurement[]; readonly replaces: readonly SrDocument[] } | undefined;
  readonly keyImages:
    { readonly all: readonly KeyImage[]; readonly replaces: readonly SrDocument[] } | undefined;
  readonly author: string | undefined;
  /** Descriptions of the two series, in the reader's language. */
  readonly descriptions: { readonly measurements: string; readonly keyImages: string };
}

export interface Written {
  report: SrDocument | undefined;
  keyObject: SrDocument | undefined;
}

/**
 * Stores the measurements of a study as one new report and its key images as one new selection, STOW-RS. Resolves when the
 * archive has confirmed both.
 *
 * @throws DicomwebError when it has not; whether it holds one of them is then unknown, and saving again does no harm
 */
export async function writeStudy(
  { study, measurements, keyImages, author, descriptions }: StudyToWrite,
  source: StudySource,
): Promise<Written> {
  const stacks = await stacksOf(study, measurements?.all ?? [], source);
  const image = stacks.flatMap((stack) => stack.frames)[0]?.instance;
  if (!image) throw new Error('the study has no image to take patient and study from');
  const context = (seriesDescription: string): ReportContext => ({
    ...{ image, now: new Date(), author, seriesDescription, softwareVersion: version },
  });
  const report =
    measurements &&
    measurementReport(
      measurements.all,
      frameLookup(stacks),
      placeAfter(measurements.replaces),
      context(descriptions.measurements),
      measurements.replaces.map(({ reference }) => reference),
    );
  const selection =
    keyImages &&
    keyObject(
      keyImages.all,
      placeAfter(keyImages.replaces),
      context(descriptions.keyImages),
      keyImages.replaces.map(({ reference }) => reference),
    );
  const dataSets = [report, selection].filter((one) => one !== undefined);
  const { failed, reason } = await storeInstances(dataSets.map(writePart10));
  if (failed > 0)
    throw new DicomwebError(409, 'not-stored', reason ?? 'the archive did not store the report');
  return { report: report && readReport(report), keyObject: selection && readReport(selection) };
}

/** The stacks the measurements were drawn on; for the patient's data any other when there are none. */
async function stacksOf(study: OpenStudy, measurements: readonly Measurement[], source: StudySource) {
  const { studyInstanceUid } = study;
  const drawnOn = new Set(measurements.map(({ place }) => place.seriesInstanceUid));
  const any = chooseSeries(study.series)?.seriesInstanceUid;
  if (drawnOn.size === 0 && any !== undefined) drawnOn.add(any);
  return Promise.all([...drawnOn].map((series) => source.stack(studyInstanceUid, series)));
}

/** Into the series of the documents that are replaced, behind them; else into a new one. */
function placeAfter(replaces: readonly SrDocument[]): DocumentPlace {
  return {
    sopInstanceUid: newUid(),
    seriesInstanceUid: replaces[0]?.reference.seriesInstanceUid ?? newUid(),
    instanceNumber: 1 + Math.max(0, ...replaces.map(({ instanceNumber }) => instanceNumber)),
  };
}
