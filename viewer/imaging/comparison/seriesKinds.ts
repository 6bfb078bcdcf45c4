import type { SeriesSummary } from '../../dicomweb/index.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import { chooseMatch } from './chooseMatch.ts';
import { isSameKind } from './matchSeries.ts';
import { seriesFacts, type SeriesFacts } from './seriesFacts.ts';

/** Where series come from. */
export interface SeriesKnown {
  series(studyInstanceUid: string): Promise<SeriesSummary[]>;
  stack(studyInstanceUid: string, seriesInstanceUid: string): Promise<Stack>;
}

/** A series of a study; `compared`: it is of the kind of the one that was looked for. */
export interface FoundSeries {
  readonly seriesInstanceUid: string | undefined;
  readonly compared: boolean;
}

/** Which series are of one kind, as far as they have been read. */
export class SeriesKinds {
  readonly #source: SeriesKnown;
  readonly #facts = new Map<string, SeriesFacts>();

  constructor(source: SeriesKnown) {
    this.#source = source;
  }

  /** Reads what decides about a series; undefined where it has no frames or cannot be read. */
  async read(studyInstanceUid: string, seriesInstanceUid: string): Promise<SeriesFacts | undefined> {
    const known = this.#facts.get(seriesInstanceUid);
    if (known) return known;
    const facts = await this.#source
      .stack(studyInstanceUid, seriesInstanceUid)
      .then(seriesFacts, () => undefined);
    if (facts) this.#facts.set(seriesInstanceUid, facts);
    return facts;
  }

  /** The series of a study that fits another one best; where none does, the study's main series. Never rejects. */
  async matchIn(
    studyInstanceUid: string,
    wanted: { studyInstanceUid: string; seriesInstanceUid: string },
  ): Promise<FoundSeries> {
    const listed = await this.#source.series(studyInstanceUid).catch(() => []);
    const facts = await this.read(wanted.studyInstanceUid, wanted.seriesInstanceUid);
    const stackOf = (uid: string) => this.#source.stack(studyInstanceUid, uid);
    const match = facts && (await chooseMatch(facts, listed, stackOf));
    return {
      seriesInstanceUid: (match ?? chooseSeries(listed))?.seriesInstanceUid,
      compared: match !== undefined,
    };
  }

  /**
   * Whether what is done to an image is meant for one of another study: where each is all there is of its study (`alone`), the
   * modality decides, else the kind of their series.
   */
  arePair(one: FrameRef, other: FrameRef, alone: boolean): boolean {
    if (one.studyInstanceUid === other.studyInstanceUid) return false;
    const [a, b] = [this.#facts.get(one.seriesInstanceUid), this.#facts.get(other.seriesInstanceUid)];
    if (!alone && a && b) return isSameKind(a, b);
    return one.modality === other.modality || (isProjection(one) && isProjection(other));
  }
}

const isProjection = ({ modality }: FrameRef): boolean => modality === 'DX' || modality === 'CR';
