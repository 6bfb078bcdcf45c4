import { indexToWorld } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { Cine } from '../cine/index.ts';
import type { Planes } from '../planes/index.ts';
import type { RigidMatrix } from '../registration/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { StackView } from '../viewport/index.ts';
import type { Alignments } from './alignments.ts';
import { followSlice, ontoPlane, planesAgree } from './followSlice.ts';
import { followCamera, followTurn, followWindow, type FollowedPair } from './followView.ts';
import { allLinked, type Links } from './links.ts';
import { PlaneLinking } from './planeLinking.ts';
import { sameCamera, sameTurn, sameWindow, snapshotOf, type ViewSnapshot } from './viewSnapshot.ts';

/** What linking needs of a reading room. Dispatches `change` when views come and go. */
export interface LinkingRoom extends EventTarget {
  readonly viewportCount: number;
  readonly planes: Planes;
  readonly cine: Cine;
  view(index: number): StackView | undefined;
}

/** Whether a viewport follows the others, or why it does not. */
export type FollowState =
  | 'following'
  /** What the others show lies beyond the ends of its stack. */
  | 'outside'
  /** Its plane is turned against theirs by too much. */
  | 'other-plane'
  /** The way to its exam is not known, or not trusted. */
  | 'no-registration'
  /** Slices are not linked. */
  | 'unlinked';

/**
 * Viewports that go together: what a reader does to one of them is done to the others, as far as it is linked. The one that was
 * paged last leads: the others follow it when they come, and when more is known of where things are. Nothing is drawn by this;
 * a viewport that follows keeps its slice until the wanted one is there, as always. Dispatches `change` when a `FollowState` did.
 */
export class Linking extends EventTarget {
  readonly #room: LinkingRoom;
  readonly #alignments: Alignments;
  readonly #isPair: (one: FrameRef, other: FrameRef) => boolean;
  readonly #planes: PlaneLinking;
  readonly #seen = new Map<StackView, ViewSnapshot>();
  readonly #watched = new Map<StackView, () => void>();
  readonly #states = new Map<number, FollowState>();
  /** What is being done to them comes from here, not from a reader. */
  readonly #applying = new Set<StackView>();
  #links: Links = allLinked;
  #active = false;
  #leader = 0;

  /** @param isPair whether windows, planes and slabs of one are meant for the other */
  constructor(
    room: LinkingRoom,
    alignments: Alignments,
    isPair: (one: FrameRef, other: FrameRef) => boolean,
  ) {
    super();
    this.#room = room;
    this.#alignments = alignments;
    this.#isPair = isPair;
    this.#planes = new PlaneLinking(room, {
      isOn: () => this.#active && this.#links.slab,
      followers: (index) => this.#pairs(index),
      toFollower: (from, to) => this.#way(from, to),
    });
    room.addEventListener('change', this.#watch);
    alignments.addEventListener('found', this.#realign);
  }

  get links(): Links {
    return this.#links;
  }

  get active(): boolean {
    return this.#active;
  }

  set active(active: boolean) {
    this.#active = active;
    this.#watch();
    if (active) this.bringAll();
  }

  /** What is switched on takes effect at once: the others come to where the leading viewport is. */
  setLinks(change: Partial<Links>): void {
    this.#links = { ...this.#links, ...change };
    if (this.#active) this.bringAll();
    this.dispatchEvent(new Event('change'));
  }

  followState(index: number): FollowState {
    return this.#states.get(index) ?? 'following';
  }

  /** The viewport that was paged last. */
  get leader(): number {
    const view = this.#room.view(this.#leader);
    return this.#leader < this.#room.viewportCount && view?.loaded ? this.#leader : 0;
  }

  /** Brings a viewport to a slice without others following it. */
  async leadTo(index: number, sliceIndex: number): Promise<void> {
    const view = this.#room.view(index);
    if (view) await this.#apply(view, () => view.scrollTo(sliceIndex));
  }

  /** All others come to where the leading viewport is. */
  bringAll(): void {
    const { leader } = this;
    for (const index of this.#others(leader)) this.#bring(leader, index);
  }

  close(): void {
    this.#room.removeEventListener('change', this.#watch);
    this.#alignments.removeEventListener('found', this.#realign);
    this.#planes.close();
    for (const stop of this.#watched.values()) stop();
    this.#watched.clear();
  }

  readonly #realign = (): void => void (this.#active && this.bringAll());

  readonly #watch = (): void => {
    const views = this.#active ? this.#indices().flatMap((index) => this.#room.view(index) ?? []) : [];
    for (const [view, stop] of this.#watched) {
      if (views.includes(view)) continue;
      stop();
      this.#watched.delete(view);
      this.#seen.delete(view);
    }
    for (const view of views) {
      if (this.#watched.has(view)) continue;
      const listener = (): void => this.#changed(view);
      view.addEventListener('change', listener);
      this.#watched.set(view, () => view.removeEventListener('change', listener));
      this.#changed(view);
    }
  };

  #changed(view: StackView): void {
    const index = this.#indices().find((one) => this.#room.view(one) === view);
    const before = this.#seen.get(view);
    const now = snapshotOf(view.state);
    if (index === undefined || !view.loaded) return void this.#seen.delete(view);
    this.#seen.set(view, now);
    if (this.#applying.has(view)) return;
    if (before?.stack?.seriesInstanceUid !== now.stack?.seriesInstanceUid) return this.#joined(index);
    if (!before || before.stack !== now.stack) return this.#joined(index, true);
    if (before.targetIndex !== now.targetIndex) {
      this.#leader = index;
      this.#passSlice(index);
    }
    if (!sameWindow(before, now)) this.#pass(index, this.#bringWindow);
    // A frame that lies otherwise in its stack moves what is in the middle; nobody has moved anything then.
    if (before.frame !== now.frame) return;
    if (!sameTurn(before, now)) this.#pass(index, this.#bringTurn);
    if (!sameCamera(before, now)) this.#pass(index, this.#bringCamera);
  }

  /** A viewport has another series or stack: it comes to where the others are, unless it is the one they follow. */
  #joined(index: number, sameSeries = false): void {
    if (index === this.leader) {
      const other = this.#others(index).find((one) => this.#room.view(one)?.loaded);
      // A series that replaces the leading one comes to where the others have been left.
      if (!sameSeries && other !== undefined && index !== 0) {
        this.#leader = other;
        this.#planes.join(other, index);
        return this.#bring(other, index);
      }
      return this.bringAll();
    }
    if (!sameSeries) this.#planes.join(this.leader, index);
    this.#bring(this.leader, index);
  }

  #bring(from: number, to: number): void {
    this.#bringWindow(from, to);
    this.#bringTurn(from, to);
    this.#bringCamera(from, to);
    this.#bringSlice(from, to);
  }

  #pass(index: number, bring: (from: number, to: number) => void): void {
    for (const other of this.#others(index)) bring.call(this, index, other);
  }

  #passSlice(index: number): void {
    this.#setState(index, 'following');
    this.#pass(index, this.#bringSlice);
  }

  #bringSlice(from: number, to: number): void {
    const [leading, following] = [this.#room.view(from), this.#room.view(to)];
    if (!leading?.loaded || !following?.loaded) return;
    const playing = this.#room.cine.state(from)?.playing === true;
    if (!(playing ? this.#links.cine : this.#links.scroll)) return this.#setState(to, 'unlinked');
    const target = leading.state.stack?.frames[leading.state.targetIndex];
    const { stack, frame } = following.state;
    const matrix = this.#alignments.usable(target, frame);
    if (!target?.plane || !frame?.plane || !stack || !matrix) return this.#setState(to, 'no-registration');
    if (!planesAgree(target.plane, matrix, frame.plane)) return this.#setState(to, 'other-plane');
    const point = ontoPlane(target.plane, leading.state.focalPoint ?? middleOf(target));
    const volume = frame.derived ? undefined : this.#room.planes.volume(to);
    const among = volume?.kind === 'volume' ? volume.frames : undefined;
    const found = followSlice(stack.frames, matrix, point, among);
    if (!found) return this.#setState(to, 'no-registration');
    this.#setState(to, found.outside ? 'outside' : 'following');
    if (found.sliceIndex !== following.state.targetIndex)
      void this.#apply(following, () => following.scrollTo(found.sliceIndex));
  }

  #bringWindow(from: number, to: number): void {
    if (this.#links.window && this.#arePair(from, to)) this.#bringView(from, to, followWindow);
  }

  #bringCamera(from: number, to: number): void {
    if (this.#links.zoom) this.#bringView(from, to, followCamera);
  }

  #bringTurn(from: number, to: number): void {
    if (this.#links.turn) this.#bringView(from, to, followTurn);
  }

  #bringView(
    from: number,
    to: number,
    follow: (leading: StackView, following: StackView, known: FollowedPair) => void,
  ): void {
    const [leading, following] = [this.#room.view(from), this.#room.view(to)];
    if (!leading?.loaded || !following?.loaded) return;
    const known = { matrix: this.#way(from, to), pair: this.#arePair(from, to) };
    this.#apply(following, () => follow(leading, following, known));
  }

  /** The viewport that is changed here, and what it says while it is, is not taken for a reader's doing. */
  #apply<Result>(view: StackView, change: () => Result): Result {
    this.#applying.add(view);
    try {
      return change();
    } finally {
      if (view.loaded) this.#seen.set(view, snapshotOf(view.state));
      this.#applying.delete(view);
    }
  }

  #arePair(from: number, to: number): boolean {
    const [one, other] = [this.#room.view(from)?.state.frame, this.#room.view(to)?.state.frame];
    return one !== undefined && other !== undefined && this.#isPair(one, other);
  }

  #pairs(index: number): number[] {
    return this.#others(index).filter((other) => this.#arePair(index, other));
  }

  #way(from: number, to: number): RigidMatrix | undefined {
    return this.#alignments.usable(this.#room.view(from)?.state.frame, this.#room.view(to)?.state.frame);
  }

  #others(index: number): number[] {
    return this.#active ? this.#indices().filter((other) => other !== index) : [];
  }

  #indices(): number[] {
    return Array.from({ length: this.#room.viewportCount }, (_, index) => index);
  }

  #setState(index: number, state: FollowState): void {
    if (this.followState(index) === state) return;
    this.#states.set(index, state);
    this.dispatchEvent(new Event('change'));
  }
}

const middleOf = ({ plane, image }: FrameRef): Point3 =>
  plane ? indexToWorld(plane, (image.columns - 1) / 2, (image.rows - 1) / 2) : [0, 0, 0];
