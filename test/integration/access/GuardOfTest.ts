import {
  HttpProblem,
  openToAll,
  StudyHidden,
  studyView,
  type Access,
  type Guard,
  type IncomingFile,
  type Right,
  type StudyView,
} from '../../../dicomweb-proxy/index.ts';

/** As one person sees it: some studies are not there, some rights are missing. */
export interface Limits {
  hidden: ReadonlySet<string>;
  lacks?: ReadonlySet<Right>;
  signedIn?: boolean;
  /** Answers later. */
  slowly?: boolean;
}

/** A guard whose limits a test sets; without them everybody may do everything. */
export class GuardOfTest implements Guard {
  #limits: Limits | undefined;
  #view: StudyView = openToAll.view({} as never) as StudyView;
  /** How often a study was looked at for a search. */
  looks = 0;
  readonly asked: Access[] = [];
  readonly incoming: Pick<IncomingFile, 'studyInstanceUid' | 'patientId'>[] = [];

  set limits(limits: Limits | undefined) {
    this.#limits = limits;
    this.looks = 0;
    this.asked.length = 0;
    this.incoming.length = 0;
    this.#view = studyView(({ studyInstanceUid }) => {
      this.looks += 1;
      return !limits?.hidden.has(studyInstanceUid);
    });
  }

  admit = (): void | Promise<void> =>
    this.#answer(() => {
      if (this.#limits?.signedIn === false) throw new HttpProblem(401, 'not-signed-in', 'Sign in first');
    });

  check = (_request: unknown, access: Access): void | Promise<void> => {
    this.asked.push(access);
    return this.#answer(() => {
      const { hidden, lacks, signedIn } = this.#limits ?? {};
      if (signedIn === false) throw new HttpProblem(401, 'not-signed-in', 'Sign in first');
      if (access.study && hidden?.has(access.study.studyInstanceUid)) throw new StudyHidden();
      if (lacks?.has(access.right)) {
        throw new HttpProblem(403, 'not-permitted', `You lack the right to ${access.right}`);
      }
    });
  };

  view = (): StudyView | Promise<StudyView> =>
    this.#limits?.slowly ? Promise.resolve(this.#view) : this.#view;

  stored = async (_request: unknown, file: IncomingFile): Promise<void> => {
    const { studyInstanceUid, patientId } = file;
    this.incoming.push({ studyInstanceUid, patientId });
    const { hidden } = this.#limits ?? {};
    if (!hidden || hidden.size === 0) return;
    const existing = await file.existing();
    if (studyInstanceUid === undefined || (existing && hidden.has(existing.studyInstanceUid))) {
      throw new HttpProblem(403, 'not-permitted', 'You may not add to this study');
    }
  };

  #answer(decide: () => void): void | Promise<void> {
    return this.#limits?.slowly ? Promise.resolve().then(decide) : decide();
  }
}
