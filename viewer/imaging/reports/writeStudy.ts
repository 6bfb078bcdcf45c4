import { version } from '../../../package.json';
import { DicomwebError, newUid } from '../../dicomweb/index.ts';
import type { Measurement } from '../measurements/index.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { Stack } from '../series/stack.ts';
import type { OpenStudy } from '../reader/readerState.ts';
import type { StudySource } from '../series/studySource.ts';
import type { Changes } from './changesToWrite.ts';
import { frameLookup } from './frameLookup.ts';
import type { KeyImage } from './keyImages.ts';
import { keyObject } from './keyObject.ts';
import { isReportable } from './measurementGroup.ts';
import { measurementReport, type DocumentPlace } from './measurementReport.ts';
import type { SrDocument } from './readReport.ts';
import type { ReportContext } from './reportHeader.ts';
import { Unconfirmed } from './unconfirmed.ts';
import { savedText } from './unsaved.ts';

/** Descriptions of the two series, in the reader's language. */
export interface SeriesDescriptions {
  readonly measurements: string;
  readonly keyImages: string;
}

/** Of which study documents are written, and by whom. */
export interface Writing {
  readonly study: OpenStudy;
  readonly author: string | undefined;
  readonly descriptions: SeriesDescriptions;
}

/** Stores what was measured and marked as documents of a study, STOW-RS. */
export class StudyWriter {
  readonly #source: StudySource;
  readonly #unconfirmed = new Unconfirmed();

  constructor(source: StudySource) {
    this.#source = source;
  }

  /**
   * Stores the measurements as one new report. Resolves when the archive has confirmed it, with those that are in it: what was
   * drawn on images that are gone, or on computed planes that nothing places, cannot be. Without a report when none can be and
   * there is none to replace.
   *
   * @param changes of their findings since the exam before
   *
   * @throws DicomwebError when it has not; whether it holds the report is then unknown, and saving again does no harm
   */
  async report(
    writing: Writing,
    measurements: readonly Measurement[],
    replaces: readonly SrDocument[],
    changes: Changes,
  ): Promise<{ report: SrDocument | undefined; written: readonly Measurement[] }> {
    const { study, author, descriptions } = writing;
    const stacks = await this.#stacks(
      study,
      new Set(measurements.map(({ place }) => place.seriesInstanceUid)),
    );
    const frames = frameLookup(stacks);
    const written = measurements.filter((one) => isReportable(one, frames));
    if (written.length === 0 && replaces.length === 0) return { report: undefined, written };
    const context = await this.#context(writing, stacks, descriptions.measurements);
    const text = JSON.stringify([author, written.map((one) => [one.id, savedText(one)]), [...changes]]);
    const report = await this.#unconfirmed.store(`${study.studyInstanceUid}/SR`, text, (tries) => {
      const former = [...replaces, ...tries];
      return measurementReport(
        written,
        frames,
        placeAfter(former),
        context,
        former.map(referenceOf),
        changes,
      );
    });
    return { report, written };
  }

  /** Stores the key images as one new selection; as with the report. */
  async keyObject(
    writing: Writing,
    images: readonly KeyImage[],
    replaces: readonly SrDocument[],
  ): Promise<SrDocument> {
    const { study, author, descriptions } = writing;
    const context = await this.#context(writing, [], descriptions.keyImages);
    const text = JSON.stringify([author, images]);
    return this.#unconfirmed.store(`${study.studyInstanceUid}/KO`, text, (tries) => {
      const former = [...replaces, ...tries];
      return keyObject(images, placeAfter(former), context, former.map(referenceOf));
    });
  }

  async #context(
    { study, author }: Writing,
    stacks: readonly Stack[],
    seriesDescription: string,
  ): Promise<ReportContext> {
    const any = chooseSeries(study.series)?.seriesInstanceUid;
    const image =
      imageOf(stacks) ?? (any === undefined ? undefined : imageOf(await this.#stacks(study, new Set([any]))));
    if (!image) throw new Error('the study has no image to take patient and study from');
    return { image, now: new Date(), author, seriesDescription, softwareVersion: version };
  }

  /** The stacks of series; without those that are gone. */
  async #stacks({ studyInstanceUid }: OpenStudy, series: ReadonlySet<string>): Promise<Stack[]> {
    const stacks = [...series].map((one) => this.#source.stack(studyInstanceUid, one).catch(noneIfGone));
    return (await Promise.all(stacks)).flat();
  }
}

const imageOf = (stacks: readonly Stack[]) => stacks.flatMap((stack) => stack.frames)[0]?.instance;

const referenceOf = ({ reference }: SrDocument) => reference;

function noneIfGone(error: unknown): [] {
  if (error instanceof DicomwebError && (error.status === 404 || error.status === 410)) return [];
  throw error;
}

/** Into the series of the documents that are replaced, behind them; else into a new one. */
function placeAfter(replaces: readonly SrDocument[]): DocumentPlace {
  return {
    sopInstanceUid: newUid(),
    seriesInstanceUid: replaces[0]?.reference.seriesInstanceUid ?? newUid(),
    instanceNumber: 1 + Math.max(0, ...replaces.map(({ instanceNumber }) => instanceNumber)),
  };
}
