import type { Device } from './device.ts';
import type { Quality } from './volumeScene.ts';

/** Without a movement for so long it is still, ms. */
const stillMs = 350;
/** A picture and the page's next turn may take so long while something moves, ms; in half of it, it may be finer. */
const fluentMs = 100;

/**
 * How finely a volume is drawn: coarse while it moves, as coarse as this device needs to be fluent, and fine when it is still.
 */
export class Pace {
  readonly #apply: (quality: Quality, still: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #device: Device;
  #pixels: number;

  /** @param apply is given the quality of the next picture, and whether nothing moves */
  constructor(device: Device, apply: (quality: Quality, still: boolean) => void) {
    this.#device = device;
    this.#pixels = device.movingPixels.first;
    this.#apply = apply;
  }

  /** Something moves; the picture after this call is coarse. */
  moved(): void {
    if (this.#timer === undefined) this.#apply(this.#coarse, false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#apply(this.#device.fine, true);
    }, stillMs);
  }

  /** A picture was handed to the graphics processor: how late the page has its turn again says what this device can do. */
  rendered(): void {
    if (this.#timer === undefined) return;
    const since = performance.now();
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const took = performance.now() - since;
        if (this.#timer === undefined) return;
        if (took > fluentMs) this.#pixels = Math.min(this.#device.movingPixels.most, this.#pixels * 1.25);
        else if (took < fluentMs / 2) this.#pixels = Math.max(1, this.#pixels / 1.1);
        this.#apply(this.#coarse, false);
      }),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  get #coarse(): Quality {
    return { pixels: this.#pixels, step: this.#pixels > 1.5 ? 1.5 : 1 };
  }
}
