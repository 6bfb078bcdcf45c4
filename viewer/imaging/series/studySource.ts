import {
  fetchSeriesMetadata,
  searchSeries,
  searchStudies,
  type SeriesSummary,
  type StudySummary,
} from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';
import { keyImageStack } from '../objects/keyImageStack.ts';
import { buildStack, type Stack } from './stack.ts';

/** What the page knows of studies: each question is asked once, and again only after it failed. */
export class StudySource {
  readonly #series = new Map<string, Promise<SeriesSummary[]>>();
  readonly #studies = new Map<string, Promise<StudySummary | undefined>>();
  readonly #stacks = new Map<string, Promise<Stack>>();
  readonly #instances = new Map<string, Promise<DicomJson[]>>();

  /** The series of a study. Rejects with DicomwebError, `study-not-found` included. */
  series(studyInstanceUid: string): Promise<SeriesSummary[]> {
    return remember(this.#series, studyInstanceUid, () => searchSeries(studyInstanceUid));
  }

  /** The series as they are now. Rejects as `series` does; what was known is then still known. */
  async seriesAnew(studyInstanceUid: string): Promise<SeriesSummary[]> {
    const series = await searchSeries(studyInstanceUid);
    this.#series.set(studyInstanceUid, Promise.resolve(series));
    return series;
  }

  /** Patient, date and description of a study; undefined where the archive does not list it. */
  study(studyInstanceUid: string): Promise<StudySummary | undefined> {
    return remember(
      this.#studies,
      studyInstanceUid,
      async () => (await searchStudies({ studyInstanceUid, limit: 1 })).studies[0],
    );
  }

  /** The metadata of all instances of a series. Rejects with DicomwebError. */
  instances(studyInstanceUid: string, seriesInstanceUid: string): Promise<DicomJson[]> {
    return remember(this.#instances, seriesInstanceUid, () =>
      fetchSeriesMetadata(studyInstanceUid, seriesInstanceUid),
    );
  }

  /** The frames of a series in reading order; of Key Object Selections the frames they name. Rejects with DicomwebError. */
  stack(studyInstanceUid: string, seriesInstanceUid: string): Promise<Stack> {
    return remember(this.#stacks, seriesInstanceUid, async () => {
      const instances = await this.instances(studyInstanceUid, seriesInstanceUid);
      return (
        (await keyImageStack(studyInstanceUid, seriesInstanceUid, instances, (study, series) =>
          this.stack(study, series),
        )) ?? buildStack(studyInstanceUid, seriesInstanceUid, instances)
      );
    });
  }
}

function remember<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known) return known;
  const answer = ask();
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}
