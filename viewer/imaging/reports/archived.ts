import type { Measurement } from '../measurements/index.ts';
import type { Changes } from './changesToWrite.ts';
import type { KeyImage } from './keyImages.ts';
import type { SrDocument } from './readReport.ts';
import type { StudyDocuments } from './readStudy.ts';
import {
  nothingSaved,
  ownMarks,
  savedMeasurements,
  unsavedOf,
  type SavedState,
  type Unsaved,
} from './unsaved.ts';

/** What of one's own the archive is known to hold, and the documents that hold it. */
export class Archived {
  #saved: SavedState = nothingSaved;
  #reports: readonly SrDocument[] = [];
  #selections: readonly SrDocument[] = [];
  #changes: Changes = new Map();

  /** What of a study is not in the archive as it is now. */
  unsaved(
    studyInstanceUid: string,
    measurements: readonly Measurement[],
    keyImages: readonly KeyImage[],
  ): Unsaved {
    return unsavedOf(studyInstanceUid, measurements, keyImages, this.#saved);
  }

  has(measurementId: string): boolean {
    return this.#saved.measurements.has(measurementId);
  }

  /** What one's own reports say of how the findings of these measurements have changed. */
  changesOf(measurements: readonly Measurement[]): Changes {
    const ids = new Set(measurements.map(({ id }) => id));
    return new Map([...this.#changes].filter(([id]) => ids.has(id)));
  }

  /** The documents that the next ones of a study replace. */
  documentsOf(studyInstanceUid: string): { reports: SrDocument[]; selections: SrDocument[] } {
    const ofStudy = isIn(studyInstanceUid);
    return { reports: this.#reports.filter(ofStudy), selections: this.#selections.filter(ofStudy) };
  }

  /** Documents have been read. */
  read({ reports, keyImages, keyObjects }: StudyDocuments): void {
    const own = reports.filter((report) => report.own);
    this.#reports = [...this.#reports, ...own.map(({ document }) => document)];
    this.#selections = [...this.#selections, ...keyObjects];
    this.#changes = new Map([...this.#changes, ...own.flatMap(({ changes }) => [...changes])]);
    const saved = savedMeasurements(own.flatMap(({ measurements }) => measurements));
    this.#saved = {
      measurements: new Map([...this.#saved.measurements, ...saved]),
      keyImages: [...this.#saved.keyImages, ...keyImages.filter(({ foreign }) => !foreign)],
    };
  }

  /** A report has been stored: it now holds all there is of the study. */
  storedReport(
    studyInstanceUid: string,
    measurements: readonly Measurement[],
    report: SrDocument,
    changes: Changes,
  ): void {
    const ids = new Set(measurements.map(({ id }) => id));
    this.#changes = new Map([...[...this.#changes].filter(([id]) => !ids.has(id)), ...changes]);
    const others = [...this.#saved.measurements].filter(
      ([, known]) => known.studyInstanceUid !== studyInstanceUid,
    );
    this.#saved = {
      ...this.#saved,
      measurements: new Map([...others, ...savedMeasurements(measurements)]),
    };
    const ofStudy = isIn(studyInstanceUid);
    this.#reports = [...this.#reports.filter((one) => !ofStudy(one)), report];
  }

  /** A selection has been stored: it now names all key images of the study. */
  storedSelection(studyInstanceUid: string, keyImages: readonly KeyImage[], keyObject: SrDocument): void {
    const marks = ownMarks(studyInstanceUid, this.#saved.keyImages);
    this.#saved = {
      ...this.#saved,
      keyImages: [...this.#saved.keyImages.filter((one) => !marks.includes(one)), ...keyImages],
    };
    const ofStudy = isIn(studyInstanceUid);
    this.#selections = [...this.#selections.filter((one) => !ofStudy(one)), keyObject];
  }
}

export const isIn =
  (studyInstanceUid: string) =>
  ({ reference }: SrDocument): boolean =>
    reference.studyInstanceUid === studyInstanceUid;
