import type { Planes } from '../planes/index.ts';
import type { ViewState } from '../viewport/viewState.ts';
import type { Layout, ReaderState, ShownSeries } from './readerState.ts';
import type { Viewports } from './viewports.ts';
import type { ActiveTool } from '../engine/tools.ts';

/** What is shown where. */
export interface Arrangement {
  layout: Layout;
  shown: ReadonlyMap<number, ShownSeries>;
  selected: number;
  tool: ActiveTool;
  /** The slice of each viewport. */
  slices: ReadonlyMap<number, number>;
}

/** What arranging needs of a reading room. */
export interface ArrangingRoom {
  readonly state: ReaderState;
  readonly planes: Planes;
  viewState(index: number): ViewState;
  setLayout(layout: Layout): void;
  activateTool(tool: ActiveTool): void;
}

/** All viewports at once: one series in each of them, and back to what was there before. */
export class Arranging {
  readonly #room: ArrangingRoom;
  readonly #viewports: Viewports;
  readonly #setShown: (shown: ReadonlyMap<number, ShownSeries>, selected: number) => void;

  constructor(
    room: ArrangingRoom,
    viewports: Viewports,
    setShown: (shown: ReadonlyMap<number, ShownSeries>, selected: number) => void,
  ) {
    this.#room = room;
    this.#viewports = viewports;
    this.#setShown = setShown;
  }

  /** A layout with one series in every viewport, each cut as `planes` says. Resolves when all show it. */
  async showEverywhere(series: ShownSeries, layout: Layout): Promise<void> {
    this.#room.setLayout(layout);
    const all = Array.from({ length: layout.rows * layout.columns }, (_, index) => index);
    this.#setShown(new Map(all.map((index) => [index, series])), this.#room.state.selected);
    await Promise.all(all.map((index) => this.#fill(index)));
  }

  /** What is shown where, to be given back by `arrange`. */
  get arrangement(): Arrangement {
    const { layout, shown, selected, tool } = this.#room.state;
    const slices = new Map([...shown.keys()].map((index) => [index, this.#room.viewState(index).sliceIndex]));
    return { layout, shown, selected, tool, slices };
  }

  arrange({ layout, shown, selected, tool, slices }: Arrangement): void {
    this.#room.setLayout(layout);
    this.#setShown(shown, selected);
    this.#room.activateTool(tool);
    for (const index of shown.keys()) {
      this.#room.planes.forget(index);
      this.#fill(index)
        .then(() => this.#viewports.view(index)?.scrollTo(slices.get(index) ?? 0))
        .catch(() => undefined);
    }
  }

  #fill(index: number): Promise<void> {
    return this.#viewports.view(index) ? this.#viewports.fill(index) : this.#viewports.filled(index);
  }
}
