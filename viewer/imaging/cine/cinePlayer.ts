import type { Stack } from '../series/stack.ts';
import { headerRate, type HeaderRate } from './headerRate.ts';
import { nextFrame, type CineStep } from './nextFrame.ts';

/** What of a viewport cine needs: a StackView has it. */
export interface CineView extends EventTarget {
  readonly state: {
    readonly stack: Stack | undefined;
    readonly frame: object | undefined;
    readonly sliceIndex: number;
    readonly targetIndex: number;
    readonly error: { readonly sliceIndex: number } | undefined;
  };
  scrollTo(sliceIndex: number): Promise<void>;
}

export interface CineState extends CineStep {
  playing: boolean;
  /** The rate that is wanted, 1 to 60. */
  framesPerSecond: number;
  /** Where that rate comes from. */
  rateFrom: 'header' | 'default' | 'reader';
  /** Frames that were really shown in the last second; undefined while not playing or not yet known. */
  shownPerSecond: number | undefined;
}

export const cineRates = { least: 1, greatest: 60 } as const;

/** Animation frames come every 16.7 ms or so; what is due within half of that is due now. */
const slackMs = 8;
const measuredMs = 1000;

/**
 * Plays the stack of one viewport. The next frame is asked for only when the last one is on the screen: where frames come
 * too slowly, all are shown and the rate drops, and `shownPerSecond` says so. Dispatches `change`. Stops by itself when
 * somebody else scrolls or another stack is shown.
 */
export class CinePlayer extends EventTarget {
  readonly #view: CineView;
  readonly #defaults: { framesPerSecond: number; mode: CineStep['mode'] };
  #stack: Stack | undefined;
  #rate: HeaderRate | undefined;
  #state: CineState;
  /** The slice that was asked for last; any other target was asked for by somebody else. */
  #asked: number | undefined;
  #askedBefore = false;
  #dueMs = 0;
  #shown: number[] = [];

  constructor(view: CineView, defaults: { framesPerSecond: number; mode: CineStep['mode'] }) {
    super();
    this.#view = view;
    this.#defaults = defaults;
    this.#state = this.#fresh();
    view.addEventListener('change', this.#onView);
  }

  get state(): CineState {
    return this.#state;
  }

  get view(): CineView {
    return this.#view;
  }

  /** @throws RangeError for a rate outside 1 to 60 */
  set(change: Partial<Pick<CineState, 'playing' | 'framesPerSecond' | 'mode' | 'direction'>>): void {
    const { framesPerSecond } = change;
    if (
      framesPerSecond !== undefined &&
      !(framesPerSecond >= cineRates.least && framesPerSecond <= cineRates.greatest)
    )
      throw new RangeError(`no cine rate: ${framesPerSecond} (1 to 60 per second)`);
    const playing = (change.playing ?? this.#state.playing) && this.#count > 1;
    const starts = playing && !this.#state.playing;
    if (starts) {
      this.#asked = undefined;
      this.#askedBefore = false;
      this.#dueMs = 0;
      this.#shown = [];
    }
    this.#update({
      ...change,
      ...(framesPerSecond !== undefined && { rateFrom: 'reader' }),
      playing,
      ...((starts || !playing) && { shownPerSecond: undefined }),
    });
  }

  /** Moves on when it is time to. To be called in every animation frame, with its time in ms. */
  tick(nowMs: number): void {
    if (!this.#state.playing) return;
    this.#measure(nowMs);
    const { sliceIndex, targetIndex, error } = this.#view.state;
    const pending = sliceIndex !== targetIndex && error?.sliceIndex !== targetIndex;
    if (pending || nowMs + slackMs < this.#dueMs) return;
    if (this.#askedBefore && !error) this.#shown.push(nowMs);
    const { index, direction } = nextFrame(targetIndex, this.#count, this.#state);
    if (direction !== this.#state.direction) this.#update({ direction });
    const periodMs = (1000 / this.#state.framesPerSecond) * (this.#rate?.frameWeights?.[index] ?? 1);
    // Late by more than a frame: what is lost is lost, nothing is made up for by haste.
    this.#dueMs = nowMs - this.#dueMs > periodMs ? nowMs + periodMs : this.#dueMs + periodMs;
    this.#asked = index;
    this.#askedBefore = true;
    void this.#view.scrollTo(index);
  }

  close(): void {
    this.#view.removeEventListener('change', this.#onView);
    this.#update({ playing: false, shownPerSecond: undefined });
  }

  get #count(): number {
    return this.#view.state.stack?.frames.length ?? 0;
  }

  #fresh(): CineState {
    this.#stack = this.#view.state.stack;
    this.#rate = this.#stack && headerRate(this.#stack.frames);
    const header = this.#rate?.framesPerSecond;
    return {
      playing: false,
      framesPerSecond:
        header === undefined
          ? this.#defaults.framesPerSecond
          : Math.min(cineRates.greatest, Math.max(cineRates.least, header)),
      rateFrom: header === undefined ? 'default' : 'header',
      mode: this.#defaults.mode,
      direction: 1,
      shownPerSecond: undefined,
    };
  }

  /** Frames shown in the second that is past, told when it changed by as much as one can see. */
  #measure(nowMs: number): void {
    const before = this.#shown.length;
    this.#shown = this.#shown.filter((timeMs) => nowMs - timeMs < measuredMs);
    const known = before > this.#shown.length || this.#state.shownPerSecond !== undefined;
    if (known && this.#shown.length !== this.#state.shownPerSecond)
      this.#update({ shownPerSecond: this.#shown.length });
  }

  readonly #onView = (): void => {
    const { stack, targetIndex } = this.#view.state;
    if (stack !== this.#stack) {
      this.#state = { ...this.#fresh(), playing: false };
      this.#update({});
    } else if (this.#state.playing && this.#askedBefore && targetIndex !== this.#asked) {
      this.#update({ playing: false, shownPerSecond: undefined });
    }
  };

  #update(change: Partial<CineState>): void {
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}
