/** Why a file was not taken in, for programs and pages; `text` says it in English. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Failure Reason (0008,1197), PS3.18 Table I.2-2 */
  readonly failureReason: number;
  readonly text: string;
  /** What the text names: a tag, UIDs, numbers, what the archive says. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export type RefusalCode =
  /** no DICOM file */
  | 'not-dicom'
  /** It ends within an element: `tag`, `missingBytes`. */
  | 'cut'
  /** At a byte of the data set there is no element: `at`. */
  | 'unreadable'
  /** UIDs that nobody could ask for it without: `missing`. */
  | 'no-uids'
  /** A directory of files (PS3.10 8), no instance. */
  | 'directory'
  /** An object that belongs to no patient (PS3.4 GG): hanging protocol, colour palette. */
  | 'no-patient-object'
  /** Of another study than the address says: `study`. */
  | 'other-study'
  /** Another file is stored under its UID. */
  | 'other-file-there'
  /** The archive does not understand it: `reason`. */
  | 'archive-refuses'
  /** The archive failed at it otherwise: `reason`. */
  | 'archive-failed'
  /** The archive cannot write. */
  | 'archive-full'
  /** Who sent it may not store it there; such a file is not kept. */
  | 'not-permitted';
