import { describe, expect, it } from 'vitest';
import type { Stack } from '../../series/stack.ts';
import { CinePlayer, type CineView } from '../cinePlayer.ts';

const stackOf = (count: number): Stack =>
  ({ frames: Array.from({ length: count }, () => ({ instance: {} })) }) as unknown as Stack;

/** A viewport whose slices arrive when `arrive` is called, or at once. */
class SlowView extends EventTarget implements CineView {
  state: CineView['state'];
  readonly shown: number[] = [];
  readonly atOnce: boolean;

  constructor(count: number, { atOnce = true } = {}) {
    super();
    this.atOnce = atOnce;
    this.state = { stack: stackOf(count), frame: {}, sliceIndex: 0, targetIndex: 0, error: undefined };
  }

  scrollTo(targetIndex: number): Promise<void> {
    this.#update({ targetIndex });
    if (this.atOnce) this.arrive();
    return Promise.resolve();
  }

  arrive(): void {
    if (this.state.sliceIndex === this.state.targetIndex) return;
    this.shown.push(this.state.targetIndex);
    this.#update({ sliceIndex: this.state.targetIndex });
  }

  show(stack: Stack): void {
    this.#update({ stack, sliceIndex: 0, targetIndex: 0 });
  }

  #update(change: Partial<CineView['state']>): void {
    this.state = { ...this.state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}

/** Ticks at 60 Hz from `from` for `seconds`. */
function run(player: CinePlayer, seconds: number, from = 0): number {
  const end = from + seconds * 1000;
  let now = from;
  for (; now < end; now += 1000 / 60) player.tick(now);
  return now;
}

const defaults = { framesPerSecond: 10, mode: 'loop' } as const;

describe('CinePlayer', () => {
  it('shows as many frames as wanted and says how many it showed', () => {
    const view = new SlowView(100);
    const player = new CinePlayer(view, defaults);
    player.set({ playing: true });
    run(player, 3);
    expect(view.shown.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(view.shown.length).toBeGreaterThanOrEqual(29);
    expect(view.shown.length).toBeLessThanOrEqual(31);
    expect(player.state.shownPerSecond).toBeGreaterThanOrEqual(9);
    expect(player.state.shownPerSecond).toBeLessThanOrEqual(11);
  });

  it.each([1, 24, 25, 50, 60])('keeps %i a second on a screen of 60 Hz', (framesPerSecond) => {
    const view = new SlowView(10);
    const player = new CinePlayer(view, defaults);
    player.set({ playing: true, framesPerSecond });
    run(player, 4);
    expect(Math.abs(view.shown.length - 4 * framesPerSecond)).toBeLessThanOrEqual(2);
  });

  it('waits for a frame that is on its way, skips none and tells the true rate', () => {
    const view = new SlowView(100, { atOnce: false });
    const player = new CinePlayer(view, defaults);
    player.set({ playing: true });
    let now = 0;
    // A frame arrives every 250 ms: four a second instead of ten.
    for (let tick = 0; tick < 240; tick++, now += 1000 / 60) {
      if (tick % 15 === 14) view.arrive();
      player.tick(now);
    }
    expect(view.shown).toEqual(view.shown.map((_, place) => place + 1));
    expect(view.shown).toHaveLength(16);
    expect(player.state.shownPerSecond).toBe(4);
    expect(player.state.framesPerSecond).toBe(10);
  });

  it('stops when somebody else scrolls, and plays on from there', () => {
    const view = new SlowView(50);
    const player = new CinePlayer(view, defaults);
    player.set({ playing: true });
    const now = run(player, 0.5);
    void view.scrollTo(40);
    expect(player.state.playing).toBe(false);
    run(player, 0.5, now);
    expect(view.state.sliceIndex).toBe(40);
    player.set({ playing: true });
    player.tick(2000);
    expect(view.state.sliceIndex).toBe(41);
  });

  it('stops at another stack and has no stack of one frame played', () => {
    const view = new SlowView(50);
    const player = new CinePlayer(view, defaults);
    player.set({ playing: true, framesPerSecond: 30 });
    view.show(stackOf(1));
    expect(player.state).toMatchObject({ playing: false, framesPerSecond: 10, rateFrom: 'default' });
    player.set({ playing: true });
    expect(player.state.playing).toBe(false);
  });

  it('goes on after a frame that cannot be shown', () => {
    const view = new SlowView(5);
    const player = new CinePlayer(view, defaults);
    player.set({ playing: true });
    view.state = { ...view.state, targetIndex: 0, error: { sliceIndex: 0 } };
    player.tick(0);
    expect(view.state.targetIndex).toBe(1);
  });

  it('refuses a rate outside 1 to 60', () => {
    const player = new CinePlayer(new SlowView(5), defaults);
    expect(() => player.set({ framesPerSecond: 0 })).toThrow('no cine rate: 0');
    expect(() => player.set({ framesPerSecond: 61 })).toThrow('61');
  });
});
