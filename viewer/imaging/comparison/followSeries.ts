import type { ReaderState } from '../reader/readerState.ts';
import type { SeriesKinds } from './seriesKinds.ts';

/** What following needs of a reading room. Dispatches `change`. */
export interface SeriesRoom extends EventTarget {
  readonly state: Pick<ReaderState, 'studies' | 'shown'>;
  readonly viewportCount: number;
  show(index: number, seriesInstanceUid: string): Promise<void>;
}

/** What the comparison itself has put into a viewport, and the series of the current study that it was chosen for. */
interface Placed {
  readonly studyInstanceUid: string;
  /** Undefined: the study had none to show. */
  readonly seriesInstanceUid: string | undefined;
  readonly leading: string;
}

/**
 * When another series of the current study is put into the first viewport, the compared studies show the one that fits it best, where
 * they have one of its kind. What the reader has put into a viewport by hand stays.
 */
export class FollowSeries {
  readonly #room: SeriesRoom;
  readonly #kinds: Pick<SeriesKinds, 'matchIn'>;
  readonly #tellMatched: (studyInstanceUid: string, compared: boolean) => void;
  readonly #placed = new Map<number, Placed>();
  #held = 0;

  /** @param tellMatched is told for a compared study whether it has a series of the kind that is shown now */
  constructor(
    room: SeriesRoom,
    kinds: Pick<SeriesKinds, 'matchIn'>,
    tellMatched: (studyInstanceUid: string, compared: boolean) => void,
  ) {
    this.#room = room;
    this.#kinds = kinds;
    this.#tellMatched = tellMatched;
    room.addEventListener('change', this.#follow);
  }

  /** From now on viewport `index` follows, as long as it shows this. */
  place(index: number, placed: Placed): void {
    this.#placed.set(index, placed);
  }

  /** No viewport follows any more. */
  forget(): void {
    this.#placed.clear();
  }

  /** Carries out what brings several viewports to places of their own: none of them follows another one meanwhile. */
  async undisturbed<T>(work: () => Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work();
    } finally {
      this.#held--;
    }
  }

  close(): void {
    this.forget();
    this.#room.removeEventListener('change', this.#follow);
  }

  readonly #follow = (): void => {
    const { studies, shown } = this.#room.state;
    const leader = shown.get(0);
    if (!leader || leader.studyInstanceUid !== studies[0]?.studyInstanceUid) return;
    for (const [index, placed] of this.#placed) {
      if (placed.leading === leader.seriesInstanceUid) continue;
      const now = { ...placed, leading: leader.seriesInstanceUid };
      this.#placed.set(index, now);
      if (this.#held === 0 && this.#isAsPlaced(index, now)) void this.#match(index, now, leader);
    }
  };

  async #match(index: number, placed: Placed, leader: Parameters<SeriesKinds['matchIn']>[1]): Promise<void> {
    const { studyInstanceUid } = placed;
    const { seriesInstanceUid, compared } = await this.#kinds.matchIn(studyInstanceUid, leader);
    if (this.#placed.get(index) !== placed || !this.#isAsPlaced(index, placed)) return;
    this.#tellMatched(studyInstanceUid, compared);
    if (!compared || seriesInstanceUid === undefined || seriesInstanceUid === placed.seriesInstanceUid)
      return;
    this.#placed.set(index, { ...placed, seriesInstanceUid });
    // The viewport says itself why a series cannot be shown.
    await this.#room.show(index, seriesInstanceUid).catch(() => undefined);
  }

  #isAsPlaced(index: number, { seriesInstanceUid }: Placed): boolean {
    return (
      index < this.#room.viewportCount &&
      this.#room.state.shown.get(index)?.seriesInstanceUid === seriesInstanceUid
    );
  }
}
