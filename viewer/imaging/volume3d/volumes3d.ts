import type { Imaging } from '../reader/imaging.ts';
import { NoVolumeError, type Planes } from '../planes/index.ts';
import type { ReaderState } from '../reader/readerState.ts';
import { viewportId } from '../viewport/viewportId.ts';
import { thisDevice } from './device.ts';
import { VolumeView } from './volumeView.ts';

/** What the 3-D views need of a reading room; it dispatches `change`. */
export interface Volume3dRoom extends EventTarget {
  readonly imaging: Imaging;
  readonly planes: Planes;
  readonly state: ReaderState;
  readonly viewportCount: number;
}

/** The browser draws without WebGL: nothing can be drawn in three dimensions. */
export class NoWebGlError extends Error {
  override readonly name = 'NoWebGlError';

  constructor() {
    super('3D needs WebGL, which this browser does not give (the images are drawn on the CPU)');
  }
}

interface Entry {
  view: VolumeView;
  seriesInstanceUid: string;
  element: HTMLDivElement | undefined;
}

/**
 * Which viewports show their series in three dimensions, over the slices that stay beneath. It ends when another series comes
 * into the viewport or the viewport goes; a lost WebGL context is survived. Dispatches `change`.
 */
export class Volumes3d extends EventTarget {
  readonly #room: Volume3dRoom;
  readonly #entries = new Map<number, Entry>();
  #watching = false;
  #contextLost = false;

  constructor(room: Volume3dRoom) {
    super();
    this.#room = room;
  }

  /** The 3-D view in a viewport; undefined where slices are shown. */
  view(index: number): VolumeView | undefined {
    return this.#entries.get(index)?.view;
  }

  /**
   * Shows the series of a viewport in three dimensions. Throws NoVolumeError where it is no volume, NoWebGlError, RangeError
   * where the viewport is empty.
   */
  show(index: number): VolumeView {
    const known = this.view(index);
    if (known) return known;
    const { engine, shown } = this.#room.state;
    const volume = this.#room.planes.volume(index);
    const seriesInstanceUid = shown.get(index)?.seriesInstanceUid;
    if (!volume || seriesInstanceUid === undefined)
      throw new RangeError(`viewport ${index} shows no image yet`);
    if (volume.kind === 'fault') throw new NoVolumeError(volume);
    if (engine !== 'gpu') throw new NoWebGlError();
    this.#watch();
    const view = new VolumeView(volume, this.#room.imaging.loader, thisDevice(), `${viewportId(index)}-3d`);
    this.#entries.set(index, { view, seriesInstanceUid, element: undefined });
    this.dispatchEvent(new Event('change'));
    return view;
  }

  /** Back to the slices; memory is given back. */
  leave(index: number): void {
    const entry = this.#entries.get(index);
    if (!entry) return;
    this.#entries.delete(index);
    entry.view.destroy();
    this.dispatchEvent(new Event('change'));
  }

  /** Gives the view of a viewport an element of the page; the returned function takes it away again. */
  attach(index: number, element: HTMLDivElement): () => void {
    const entry = this.#entries.get(index);
    if (!entry) return () => undefined;
    entry.element = element;
    void this.#draw(entry);
    return () => {
      entry.element = undefined;
      entry.view.detach();
    };
  }

  close(): void {
    for (const index of [...this.#entries.keys()]) this.leave(index);
  }

  async #draw({ view, element }: Entry): Promise<void> {
    const room = await this.#room.imaging.engineRoom();
    if (element?.isConnected) await view.attach(room, element);
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#room.addEventListener('change', () => this.#onRoomChanged());
  }

  #onRoomChanged(): void {
    const { shown, contextLost, engine } = this.#room.state;
    for (const [index, { seriesInstanceUid }] of [...this.#entries])
      if (
        index >= this.#room.viewportCount ||
        shown.get(index)?.seriesInstanceUid !== seriesInstanceUid ||
        engine === 'cpu'
      )
        this.leave(index);
    if (contextLost === this.#contextLost) return;
    this.#contextLost = contextLost;
    for (const entry of this.#entries.values())
      if (contextLost) entry.view.detach();
      else void this.#draw(entry);
  }
}
