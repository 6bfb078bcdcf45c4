import type { IncomingMessage } from 'node:http';
import type { Archive, StudyRecord } from '../../archive/index.ts';
import { HttpProblem } from '../problems.ts';
import { openToAll, StudyHidden, type Guard, type IncomingFile } from './Guard.ts';

/** Whether a file may go there. @throws what the guard throws but refusals, ArchiveUnavailableError */
export type Permit = (place: Omit<IncomingFile, 'existing'>) => Promise<boolean>;

/** Asks the guard about each file that is to be stored. */
export class IncomingFiles {
  readonly #archive: Archive;
  readonly #guard: Guard;

  constructor(archive: Archive, guard: Guard) {
    this.#archive = archive;
    this.#guard = guard;
  }

  /** For all files of one request, so that a study is looked up once. Undefined where anything may be stored. */
  permitFor(request: IncomingMessage): Permit | undefined {
    if (this.#guard === openToAll) return undefined;
    const found = new Map<string, Promise<StudyRecord | undefined>>();
    return async (place) => {
      const uid = place.studyInstanceUid;
      const existing = async (): Promise<StudyRecord | undefined> => {
        if (uid === undefined) return undefined;
        const known = found.get(uid) ?? this.#archive.catalogue.findStudy(uid);
        found.set(uid, known);
        return known;
      };
      try {
        await this.#guard.stored(request, { ...place, existing });
        return true;
      } catch (error) {
        if (error instanceof StudyHidden) return false;
        if (error instanceof HttpProblem && error.status === 403) return false;
        throw error;
      }
    };
  }
}
