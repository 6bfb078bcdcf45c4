import type { FrameRef } from '../series/frameRef.ts';

interface Wish {
  /** So many of them have been taken. */
  taken: number;
  /** In the order of need; what has come meanwhile is skipped. */
  readonly wanted: FrameRef[];
  readonly claimed: ReadonlySet<string>;
  readonly soon: ReadonlySet<string>;
}

/** What each owner (a viewport, a volume) wants loaded ahead, and all it claims: the frames of its stack. Owners take turns. */
export class Wishes {
  readonly #soonCount: number;
  readonly #byOwner = new Map<string, Wish>();

  /** Of each owner only so many are loaded ahead for now. */
  limit = Infinity;

  /** @param soonCount so many of an owner's frames are needed soon */
  constructor(soonCount: number) {
    this.#soonCount = soonCount;
  }

  /** Replaces the wishes of an owner. */
  set(owner: string, frames: readonly FrameRef[]): void {
    const claimed = frames.map(({ imageId }) => imageId);
    // The last in turn.
    this.#byOwner.delete(owner);
    this.#byOwner.set(owner, {
      taken: 0,
      wanted: [...frames],
      claimed: new Set(claimed),
      soon: new Set(claimed.slice(0, this.#soonCount)),
    });
  }

  clear(): void {
    this.#byOwner.clear();
  }

  isClaimed(imageId: string): boolean {
    return [...this.#byOwner.values()].some(({ claimed }) => claimed.has(imageId));
  }

  isNeededSoon(imageId: string): boolean {
    return [...this.#byOwner.values()].some(({ soon }) => soon.has(imageId));
  }

  /** Who still claims it gets it later. */
  putBack(frame: FrameRef): void {
    for (const { wanted, claimed } of this.#byOwner.values())
      if (claimed.has(frame.imageId)) wanted.push(frame);
  }

  /** Takes the next frame that is not there, of the owner whose turn it is; none where `hasRoom` says no. */
  next(isThere: (imageId: string) => boolean, hasRoom: () => boolean): FrameRef | undefined {
    for (const [owner, wish] of this.#byOwner) {
      const { wanted } = wish;
      while (wanted.length > 0 && isThere((wanted[0] as FrameRef).imageId)) wanted.shift();
      if (wanted.length === 0 || wish.taken >= this.limit) continue;
      if (!hasRoom()) return undefined;
      this.#byOwner.delete(owner);
      this.#byOwner.set(owner, wish);
      wish.taken++;
      return wanted.shift();
    }
    return undefined;
  }
}
