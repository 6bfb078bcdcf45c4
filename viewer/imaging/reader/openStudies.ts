import type { Opening } from '../opening/index.ts';
import { faultOf, type OpenStudy, type ReaderFault } from './readerState.ts';

/** The studies of a reading room: listed, or not yet, or why not. */
export class OpenStudies {
  readonly #opening: Opening;
  readonly #onChange: (studyInstanceUid: string, fault: ReaderFault | undefined) => void;
  #all: OpenStudy[];

  constructor(
    opening: Opening,
    onChange: (studyInstanceUid: string, fault: ReaderFault | undefined) => void,
  ) {
    this.#opening = opening;
    this.#onChange = onChange;
    this.#all = opening.studyInstanceUids.map(unlisted);
  }

  /** In the order in which they were asked for; a new array whenever anything changed. */
  get all(): OpenStudy[] {
    return this.#all;
  }

  /** @throws RangeError when no study that is listed has the series */
  holding(seriesInstanceUid: string): OpenStudy {
    const study = this.#all.find(({ series }) =>
      series.some((one) => one.seriesInstanceUid === seriesInstanceUid),
    );
    if (!study) throw new RangeError(`no open study has the series ${seriesInstanceUid}`);
    return study;
  }

  /** Asks for the series of all of them. Resolves when each is listed or has failed. */
  async list(): Promise<void> {
    await Promise.all(this.#all.map(({ studyInstanceUid }) => this.#list(studyInstanceUid)));
  }

  /** Opens further studies, behind those that are open. Resolves, when they are listed or have failed, with whether any came. */
  async add(studyInstanceUids: readonly string[]): Promise<boolean> {
    const added = studyInstanceUids.filter(
      (uid) => !this.#all.some(({ studyInstanceUid }) => studyInstanceUid === uid),
    );
    this.#all = [...this.#all, ...added.map(unlisted)];
    const unready = this.#all.filter(
      ({ studyInstanceUid, status }) => studyInstanceUids.includes(studyInstanceUid) && status !== 'ready',
    );
    await Promise.all(unready.map(({ studyInstanceUid }) => this.#list(studyInstanceUid)));
    return added.length > 0;
  }

  /** Asks again which series a study has, after some were stored; where the archive does not say, what was known stays. */
  async relist(studyInstanceUid: string): Promise<void> {
    const series = await this.#opening.source.seriesAnew(studyInstanceUid).catch(() => undefined);
    if (series) this.#set(studyInstanceUid, { series });
  }

  async #list(studyInstanceUid: string): Promise<void> {
    const { source } = this.#opening;
    try {
      // The header's summary is said again in every image's corner: its failing must not keep anybody from reading.
      const [series, study] = await Promise.all([
        source.series(studyInstanceUid),
        source.study(studyInstanceUid).catch(() => undefined),
      ]);
      this.#set(studyInstanceUid, { status: 'ready', series, study, error: undefined });
    } catch (error) {
      this.#set(studyInstanceUid, { status: 'failed', error: faultOf(error) });
    }
  }

  #set(studyInstanceUid: string, change: Partial<OpenStudy>): void {
    this.#all = this.#all.map((study) =>
      study.studyInstanceUid === studyInstanceUid ? { ...study, ...change } : study,
    );
    this.#onChange(studyInstanceUid, change.error);
  }
}

const unlisted = (studyInstanceUid: string): OpenStudy => ({
  studyInstanceUid,
  status: 'loading',
  study: undefined,
  series: [],
  error: undefined,
});
