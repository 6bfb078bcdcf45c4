import type { IncomingMessage } from 'node:http';
import type { StudyRecord } from '../../archive/index.ts';

/** What somebody may be permitted to do. */
export const rights = [
  'read',
  'download',
  'upload',
  'delete',
  'share',
  'report',
  'break-glass',
  'administrate',
  'audit',
  'monitor',
] as const;
export type Right = (typeof rights)[number];

/**
 * What is about to be done. `study` is absent where it is about none, and where each study is asked about by itself afterwards (searches,
 * uploads): then the question is whether they may do this at all.
 */
export interface Access {
  readonly right: Right;
  readonly study?: StudyRecord;
}

/** A file on its way in, or of those that were refused and are tried again. */
export interface IncomingFile {
  /** Where it is to go; undefined where the file is too odd to tell before the archive has read it. */
  readonly studyInstanceUid: string | undefined;
  /** As the file has it, its character set not applied; undefined where it has none. */
  readonly patientId: string | undefined;
  /**
   * What else the file says of itself and its study, in Unicode, by keyword: SOP Class UID, Institution Name, Modality, Station Name and the like. Empty where it
   * cannot be read here.
   */
  attributes(): Readonly<Record<string, string>>;
  /** The study that it would be added to, as the archive has it now; undefined where it would be a new one. */
  existing(): Promise<StudyRecord | undefined>;
}

/** What was sent of a study. */
export interface Answer {
  readonly status: number;
  /** How many frames it shows, as stored or as pictures. */
  readonly frames: number;
  /** Of the body, where that was known before it was sent. */
  readonly bytes: number;
}

/** The studies that somebody may see. */
export interface StudyView {
  /** Those of `all`, in their order. Asked with one and the same array until the archive changes. */
  of(all: readonly StudyRecord[]): readonly StudyRecord[];
}

/**
 * Decides who may do what. It is asked for every address but the open ones, and refuses by throwing, or rejecting:
 * `StudyHidden` where who asks may not know that there is such a study, `HttpProblem` 403 with the reason where they may see the study
 * but not do this, 401 where it is not known who asks. The request may not have come to Express yet. What answers at once is not waited for.
 */
export interface Guard {
  /** Before anything of a request is looked at, so that who has not signed in learns nothing of what is there. */
  admit(request: IncomingMessage): void | Promise<void>;
  check(request: IncomingMessage, access: Access): void | Promise<void>;
  /** What searches may find. */
  view(request: IncomingMessage): StudyView | Promise<StudyView>;
  /** Each file by itself, before anything of it is stored. */
  stored(request: IncomingMessage, file: IncomingFile): void | Promise<void>;
  /** Whether reports and documents are not for who asks, of whatever they may see; asked after `check` and `view`. */
  hidesDocuments?(request: IncomingMessage): boolean;
  /** What became of a request that was checked about a study. It is not waited for, and must not throw. */
  answered?(request: IncomingMessage, access: Access, answer: Answer): void;
}

/** Answered in every way as a study that the archive does not have. */
export class StudyHidden extends Error {
  override readonly name = 'StudyHidden';

  constructor() {
    super('who asks may not know of this study');
  }
}

const everything: StudyView = { of: (all) => all };

/** Everybody may do everything. */
export const openToAll: Guard = {
  admit: () => undefined,
  check: () => undefined,
  view: () => everything,
  stored: () => undefined,
};

/** The studies that pass `maySee`, gone through once for each state of the archive, however many searches there are. */
export function studyView(maySee: (study: StudyRecord) => boolean): StudyView {
  const seen = new WeakMap<readonly StudyRecord[], readonly StudyRecord[]>();
  return {
    of(all) {
      let found = seen.get(all);
      if (!found) {
        found = all.filter(maySee);
        seen.set(all, found);
      }
      return found;
    },
  };
}
