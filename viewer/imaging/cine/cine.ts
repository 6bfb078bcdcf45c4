import { CinePlayer, type CineState, type CineView } from './cinePlayer.ts';
import type { CineStep } from './nextFrame.ts';

/** Where the viewports are: a Reader is. Dispatches `change` when they come and go. */
export interface CineRoom extends EventTarget {
  view(index: number): CineView | undefined;
  readonly viewportCount: number;
}

export type CineChange = Partial<Pick<CineState, 'playing' | 'framesPerSecond' | 'mode' | 'direction'>>;

/** Cine in all viewports of a room; several may play at once. Dispatches `change` when one of them changed. */
export class Cine extends EventTarget {
  readonly #room: CineRoom;
  readonly #players = new Map<number, CinePlayer>();
  #defaults: { framesPerSecond: number; mode: CineStep['mode'] } = { framesPerSecond: 15, mode: 'loop' };
  #request = 0;

  constructor(room: CineRoom) {
    super();
    this.#room = room;
    room.addEventListener('change', this.#dropOld);
  }

  /** The rate and mode of stacks whose header says none. */
  setDefaults(defaults: { framesPerSecond: number; mode: CineStep['mode'] }): void {
    this.#defaults = defaults;
  }

  /** Undefined while the viewport is not ready. The same object as long as nothing changed. */
  state(index: number): CineState | undefined {
    return this.#player(index)?.state;
  }

  /** @throws RangeError when there is no such viewport, or for a rate outside 1 to 60 */
  set(index: number, change: CineChange): void {
    const player = this.#player(index);
    if (!player) throw new RangeError(`there is no viewport ${index}, or it is not ready yet`);
    player.set(change);
    this.#run();
  }

  toggle(index: number): void {
    const state = this.state(index);
    if (state) this.set(index, { playing: !state.playing });
  }

  close(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.#room.removeEventListener('change', this.#dropOld);
    for (const player of this.#players.values()) player.close();
    this.#players.clear();
  }

  #player(index: number): CinePlayer | undefined {
    const view = this.#room.view(index);
    const known = this.#players.get(index);
    if (!view || known?.view === view) return view && known;
    const player = new CinePlayer(view, this.#defaults);
    player.addEventListener('change', this.#tell);
    this.#players.set(index, player);
    known?.close();
    return player;
  }

  #run(): void {
    if (this.#request === 0) this.#request = requestAnimationFrame(this.#frame);
  }

  readonly #frame = (nowMs: number): void => {
    this.#request = 0;
    for (const player of this.#players.values()) player.tick(nowMs);
    if ([...this.#players.values()].some(({ state }) => state.playing)) this.#run();
  };

  readonly #dropOld = (): void => {
    for (const [index, player] of this.#players) {
      if (this.#room.view(index) === player.view) continue;
      this.#players.delete(index);
      player.close();
    }
  };

  readonly #tell = (): void => void this.dispatchEvent(new Event('change'));
}
