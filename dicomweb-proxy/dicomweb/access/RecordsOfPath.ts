import type { IncomingMessage } from 'node:http';
import type { Archive, SeriesRecord, StudyRecord } from '../../archive/index.ts';
import { notFound, type HttpProblem } from '../problems.ts';
import { badUid, isUid, uidIn, type Level } from '../uids.ts';
import { StudyHidden, type Guard, type Right, type StudyView } from './Guard.ts';
import type { CheckedRecords, RecordLevel } from './Rule.ts';
import { WithoutDocuments } from './withoutDocuments.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** @returns the study as who asks may see it */
type Check = (study: StudyRecord) => Promise<StudyRecord>;

/** The levels whose UIDs stand in the address. */
const levelsOf: Readonly<Record<RecordLevel, readonly Level[]>> = {
  study: ['study'],
  series: ['study', 'series'],
  instance: ['instance', 'study', 'series'],
};

/**
 * Finds what an address names, for who may have it. The study is checked before its series and instances are looked for, and
 * one that is hidden costs and answers the same as one that does not exist: guessing UIDs tells nothing.
 */
export class RecordsOfPath {
  readonly #archive: Archive;
  readonly #guard: Guard;
  readonly #withoutDocuments: WithoutDocuments;

  constructor(archive: Archive, guard: Guard) {
    this.#archive = archive;
    this.#guard = guard;
    this.#withoutDocuments = new WithoutDocuments(archive);
  }

  /** @throws HttpProblem 400, 404; what the guard throws; ArchiveUnavailableError */
  async find<L extends RecordLevel>(
    level: L,
    right: Right,
    request: IncomingMessage,
    parameters: Parameters,
  ): Promise<CheckedRecords[L]> {
    const uids = { study: '', series: '', instance: '' };
    for (const one of levelsOf[level]) uids[one] = uidIn(parameters, one);
    const check = (study: StudyRecord) => this.#check(request, right, study);
    return (await this.#found(level, uids, check)) as CheckedRecords[L];
  }

  /** All studies that a view shows, as who asks may see them. @throws ArchiveUnavailableError */
  async inView(request: IncomingMessage, view: StudyView): Promise<readonly StudyRecord[]> {
    const studies = view.of(await this.#archive.catalogue.studiesNewestFirst());
    if (!this.#guard.hidesDocuments?.(request)) return studies;
    return Promise.all(studies.map((study) => this.#withoutDocuments.of(study)));
  }

  async #found(
    level: RecordLevel,
    uids: Readonly<Record<Level, string>>,
    check: Check,
  ): Promise<CheckedRecords['study'] | CheckedRecords['series'] | CheckedRecords['instance']> {
    const study = await this.#study(uids.study, check);
    if (level === 'study') return { study };
    const known = seriesOf(study, uids.series);
    const instance =
      known && level === 'instance' ? (await this.#archive.instances(known)).get(uids.instance) : undefined;
    if (known && instance) return { study, series: known, instance };
    if (known && level === 'series') return { study, series: known };
    // It may have come in a moment ago, and have made another study of it.
    await this.#archive.catalogue.lookAgain();
    const now = await this.#study(uids.study, check);
    const series = seriesOf(now, uids.series);
    if (!series) throw absent('series', uids.series);
    if (level === 'series') return { study: now, series };
    const late = (await this.#archive.instances(series)).get(uids.instance);
    if (!late) throw absent('instance', uids.instance);
    return { study: now, series, instance: late };
  }

  async #study(uid: string, check: Check): Promise<StudyRecord> {
    const study = await this.#archive.catalogue.findStudy(uid);
    if (!study) throw absent('study', uid);
    return check(study).catch(async (error: unknown) => {
      if (!(error instanceof StudyHidden)) throw error;
      // As for one that is not known, which the archive is asked for once more, and which it may not answer.
      await this.#archive.catalogue.lookAgain();
      throw absent('study', uid);
    });
  }

  /** @returns the study as who asks may see it */
  async #check(request: IncomingMessage, right: Right, study: StudyRecord): Promise<StudyRecord> {
    await this.#guard.check(request, { right, study });
    return this.#guard.hidesDocuments?.(request) ? this.#withoutDocuments.of(study) : study;
  }
}

const seriesOf = (study: StudyRecord, uid: string): SeriesRecord | undefined =>
  study.series.find((series) => series.seriesInstanceUid === uid);

/** What is no UID at all was a mistake in the address. */
const absent = (level: Level, uid: string): HttpProblem =>
  isUid(uid) ? notFound(level, uid) : badUid(level, uid);
