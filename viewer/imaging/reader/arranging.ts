import type { KeptPlane, Planes } from '../planes/index.ts';
import type { ViewMemento } from '../viewport/index.ts';
import type { Layout, ReaderState, ShownSeries } from './readerState.ts';
import type { Viewports } from './viewports.ts';
import type { ActiveTool } from '../engine/tools.ts';

/** How a viewport shows its series: which way it is cut, and from which slice, through which window, from how near. */
interface ShownHow {
  plane: KeptPlane;
  memento: ViewMemento | undefined;
}

/** What is shown where. */
export interface Arrangement {
  layout: Layout;
  shown: ReadonlyMap<number, ShownSeries>;
  selected: number;
  tool: ActiveTool;
  how: ReadonlyMap<number, ShownHow>;
}

/** What arranging needs of a reading room. */
export interface ArrangingRoom {
  readonly state: ReaderState;
  readonly planes: Planes;
  activateTool(tool: ActiveTool): void;
}

/** All viewports at once: one series in each of them, and back to what was there before. */
export class Arranging {
  readonly #room: ArrangingRoom;
  readonly #viewports: Viewports;
  readonly #set: (change: Partial<ReaderState>) => void;

  constructor(room: ArrangingRoom, viewports: Viewports, set: (change: Partial<ReaderState>) => void) {
    this.#room = room;
    this.#viewports = viewports;
    this.#set = set;
  }

  /** A layout with one series in every viewport, each cut as `planes` says. Resolves when all show it. */
  async showEverywhere(series: ShownSeries, layout: Layout): Promise<void> {
    const all = Array.from({ length: layout.rows * layout.columns }, (_, index) => index);
    const shown = new Map(all.map((index) => [index, series]));
    const selected = Math.min(this.#room.state.selected, all.length - 1);
    this.#set({ layout, shown, selected, maximised: undefined });
    await Promise.all(all.map((index) => this.#fill(index)));
  }

  /** What is shown where, to be given back by `arrange`. */
  get arrangement(): Arrangement {
    const { layout, shown, selected, tool } = this.#room.state;
    const how = new Map([...shown.keys()].map((index) => [index, this.#how(index)]));
    return { layout, shown, selected, tool, how };
  }

  arrange({ layout, shown, selected, tool, how }: Arrangement): void {
    this.#set({ layout, shown, selected, maximised: undefined });
    this.#room.activateTool(tool);
    const inPage = [...shown.keys()].filter((index) => index < layout.rows * layout.columns);
    for (const index of inPage) this.#resume(index, how.get(index)).catch(() => undefined);
  }

  /** Two viewports exchange what they show, and how. Resolves when they do. */
  async exchange(one: number, other: number): Promise<void> {
    const { shown } = this.#room.state;
    const places = [
      { from: one, to: other, series: shown.get(one), how: this.#how(one) },
      { from: other, to: one, series: shown.get(other), how: this.#how(other) },
    ];
    const exchanged = new Map(shown);
    for (const { to, series } of places) {
      if (series) exchanged.set(to, series);
      else exchanged.delete(to);
    }
    this.#set({ shown: exchanged });
    await Promise.all(
      places.map(async ({ to, series, how }) => {
        if (series) await this.#resume(to, how);
        else this.clear(to);
      }),
    );
  }

  /** Nothing is in a viewport any more. */
  clear(index: number): void {
    const shown = new Map(this.#room.state.shown);
    shown.delete(index);
    this.#room.planes.forget(index);
    this.#set({ shown });
    this.#viewports.view(index)?.clear();
  }

  #how(index: number): ShownHow {
    return { plane: this.#room.planes.kept(index), memento: this.#viewports.view(index)?.memento };
  }

  async #resume(index: number, how: ShownHow | undefined): Promise<void> {
    if (how) this.#room.planes.put(index, how.plane);
    else this.#room.planes.forget(index);
    await this.#fill(index);
    if (how?.memento) await this.#viewports.view(index)?.resume(how.memento);
  }

  #fill(index: number): Promise<void> {
    return this.#viewports.view(index) ? this.#viewports.fill(index) : this.#viewports.filled(index);
  }
}
