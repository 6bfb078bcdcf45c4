/** A study as the archive lists it. Values are text as in DICOM, in UTF-8, by keyword of PS3.6. */
export interface StudyRecord {
  readonly studyInstanceUid: string;
  /** Of all its parts: more than one where instances of a study differ in it, and none that is empty. */
  readonly patientIds: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** What texts of it were taken for, where that is not what the files declare; undefined while that is not known. */
  readonly guessedCharacterSet?: string | undefined;
  /** UTC, YYYYMMDDTHHMMSS */
  readonly lastUpdate: string;
  readonly series: readonly SeriesRecord[];
  readonly numberOfInstances: number;
  readonly modalities: readonly string[];
}

export interface SeriesRecord {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly guessedCharacterSet?: string | undefined;
  readonly lastUpdate: string;
  /**
   * Orthanc's ids. More than one where the same series came under several patient ids; the newest is first.
   */
  readonly archiveIds: readonly string[];
  readonly numberOfInstances: number;
  /** Another text whenever instances came, went or were replaced. Safe in file names and ETags. */
  readonly version: string;
  /**
   * False until the archive has told of no other change for some seconds: one may hide behind the same time stamp. While
   * the archive is down nothing settles, so that versions stay.
   */
  readonly settled: boolean;
  /** Its version until it settles, in this process: what was read of that one holds on. */
  readonly unsettledVersion: string;
}

export interface InstanceRecord {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string | undefined;
  readonly instanceNumber: number | undefined;
  /** Orthanc's id */
  readonly archiveId: string;
  /** Another text when the stored file is another one. */
  readonly version: string;
  readonly fileBytes: number;
  /** Of the stored file (0002,0010); undefined where the file does not say it. */
  readonly transferSyntaxUid: string | undefined;
}
