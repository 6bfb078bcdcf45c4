import type { FrameLoader } from '../frames/frameLoader.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import type { PoorReason, Registration, RigidMatrix } from '../registration/index.ts';
import { compose, identity, inverse } from '../registration/index.ts';

/** Why there is no registration of two series. */
export interface AlignmentFault {
  readonly code: 'no-place' | 'no-volume' | 'failed';
  readonly message: string;
}

/** What is known of the way from one exam to another. */
export interface Alignment {
  readonly matrix: RigidMatrix;
  readonly quality: Registration['quality'];
  readonly reasons: readonly PoorReason[];
  readonly method: Registration['method'];
  readonly seconds: number;
}

/** How far a search is. */
export interface AlignmentProgress {
  readonly searching: boolean;
  readonly fault: AlignmentFault | undefined;
  /** The reader has looked at a poor one and takes it. */
  readonly accepted: boolean;
  /** What was found, also where the reader's own link stands over it. */
  readonly found: Alignment | undefined;
}

interface Entry {
  found: Alignment | undefined;
  manual: Alignment | undefined;
  searching: boolean;
  fault: AlignmentFault | undefined;
  accepted: boolean;
  readonly abort: AbortController;
}

/** Finds the way between two series; `onProgress` is told of what is known before the end. */
export type Register = (
  first: readonly FrameRef[],
  second: readonly FrameRef[],
  options: { loader: FrameLoader; signal: AbortSignal; onProgress: (found: Registration) => void },
) => Promise<Registration>;

/**
 * How places of one exam are found in another. Exams are told apart by their frame of reference (by the series where there is
 * none); what was found for one pair of series serves all of their frames of reference. Dispatches `found`, with a `[from, to]` of
 * spaces, and `change` for everything that changed.
 */
export class Alignments extends EventTarget {
  readonly #loader: FrameLoader;
  readonly #register: Register;
  readonly #entries = new Map<string, Entry>();
  #hub: string | undefined;

  constructor(loader: FrameLoader, register: Register) {
    super();
    this.#loader = loader;
    this.#register = register;
  }

  /** Looks for the way from the current exam to another one, unless that is known or being looked for. */
  want(current: Stack, other: Stack): void {
    const [from, to] = [spaceOf(current.frames[0]), spaceOf(other.frames[0])];
    if (from === undefined || to === undefined || from === to || sharesOrigin(from, to)) return;
    this.#hub = from;
    const known = this.#entries.get(keyOf(from, to));
    if (known && !(known.fault && !known.searching)) return;
    const entry: Entry = known ?? newEntry();
    this.#entries.set(keyOf(from, to), entry);
    void this.#search(entry, current, other);
  }

  /** Whether any way is being looked for. */
  get searching(): boolean {
    return [...this.#entries.values()].some(({ searching }) => searching);
  }

  /** The way between two frames: set by the reader, else the shared frame of reference, else found; undefined while unknown. */
  between(from: FrameRef | undefined, to: FrameRef | undefined): Alignment | undefined {
    const [a, b] = [spaceOf(from), spaceOf(to)];
    if (a === undefined || b === undefined) return undefined;
    return this.#way(a, b);
  }

  /** The way, unless it is poor and nobody has accepted it. */
  usable(from: FrameRef | undefined, to: FrameRef | undefined): RigidMatrix | undefined {
    return from?.plane && to?.plane ? this.usableBetween(from, to) : undefined;
  }

  /** The same for points whose images have a place in the patient. */
  usableBetween(from: Origin, to: Origin): RigidMatrix | undefined {
    const [a, b] = [originOf(from), originOf(to)];
    const way = this.#way(a, b);
    return way && (way.quality !== 'poor' || this.#entryOf(a, b)?.accepted) ? way.matrix : undefined;
  }

  progress(from: FrameRef | undefined, to: FrameRef | undefined): AlignmentProgress {
    const entry = this.#entryOf(spaceOf(from), spaceOf(to));
    return {
      searching: entry?.searching === true,
      fault: entry?.fault ?? (spaceOf(from) && spaceOf(to) ? undefined : noPlace),
      accepted: entry?.accepted === true,
      found: entry?.found,
    };
  }

  /** The reader takes a registration that was judged poor. */
  accept(from: FrameRef, to: FrameRef): void {
    const entry = this.#entryOf(spaceOf(from), spaceOf(to));
    if (!entry) return;
    entry.accepted = true;
    this.#tell(from, to);
  }

  /** The reader says where things are: `matrix` from the one to the other. */
  setManual(from: FrameRef, to: FrameRef, matrix: RigidMatrix): void {
    const [a, b] = [spaceOf(from), spaceOf(to)];
    if (a === undefined || b === undefined) throw new RangeError('the images have no place in the patient');
    const backwards = this.#entries.has(keyOf(b, a));
    const entry = this.#entryOf(a, b) ?? newEntry();
    if (!backwards) this.#entries.set(keyOf(a, b), entry);
    entry.manual = {
      matrix: backwards ? inverse(matrix) : matrix,
      quality: 'manual',
      reasons: [],
      method: 'manual',
      seconds: 0,
    };
    this.#tell(from, to);
  }

  /** Back to what was found. */
  forgetManual(from: FrameRef, to: FrameRef): void {
    const entry = this.#entryOf(spaceOf(from), spaceOf(to));
    if (!entry?.manual) return;
    entry.manual = undefined;
    this.#tell(from, to);
  }

  close(): void {
    for (const { abort } of this.#entries.values()) abort.abort();
    this.#entries.clear();
  }

  async #search(entry: Entry, current: Stack, other: Stack): Promise<void> {
    entry.searching = true;
    entry.fault = undefined;
    this.dispatchEvent(new Event('change'));
    const keep = (registration: Registration): void => {
      if (entry.abort.signal.aborted) return;
      entry.found = registration;
      this.#tell(current.frames[0], other.frames[0]);
    };
    try {
      keep(
        await this.#register(current.frames, other.frames, {
          loader: this.#loader,
          signal: entry.abort.signal,
          onProgress: keep,
        }),
      );
    } catch (error) {
      if (entry.abort.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      const noVolume = error instanceof Error && error.name === 'NoVolumeError';
      entry.fault = { code: noVolume ? 'no-volume' : 'failed', message };
      // What was only a first guess is not kept as if it were the result.
      entry.found = undefined;
    } finally {
      entry.searching = false;
      this.#tell(current.frames[0], other.frames[0]);
    }
  }

  #way(from: string, to: string): Alignment | undefined {
    const direct = this.#direct(from, to);
    const hub = this.#hub;
    if (direct || hub === undefined || from === hub || to === hub) return direct;
    const [there, onwards] = [this.#direct(from, hub), this.#direct(hub, to)];
    if (!there || !onwards) return undefined;
    const poor = there.quality === 'poor' || onwards.quality === 'poor';
    const manual = there.quality === 'manual' || onwards.quality === 'manual';
    return {
      matrix: compose(onwards.matrix, there.matrix),
      quality: poor ? 'poor' : manual ? 'manual' : 'good',
      reasons: [...there.reasons, ...onwards.reasons],
      method: there.method === onwards.method ? there.method : manual ? 'manual' : 'rigid',
      seconds: Math.max(there.seconds, onwards.seconds),
    };
  }

  #direct(from: string, to: string): Alignment | undefined {
    const forth = this.#entries.get(keyOf(from, to));
    const known = forth?.manual ?? forth?.found;
    if (known) return known;
    const back = this.#entries.get(keyOf(to, from));
    const reversed = back?.manual ?? back?.found;
    if (reversed) return { ...reversed, matrix: inverse(reversed.matrix) };
    return sharesOrigin(from, to) ? sameSpace : undefined;
  }

  #entryOf(a: string | undefined, b: string | undefined): Entry | undefined {
    if (a === undefined || b === undefined) return undefined;
    return this.#entries.get(keyOf(a, b)) ?? this.#entries.get(keyOf(b, a));
  }

  #tell(from: FrameRef | undefined, to: FrameRef | undefined): void {
    this.dispatchEvent(new CustomEvent('found', { detail: [spaceOf(from), spaceOf(to)] }));
    this.dispatchEvent(new Event('change'));
  }
}

const noPlace: AlignmentFault = { code: 'no-place', message: 'the images have no place in the patient' };

const sameSpace: Alignment = {
  matrix: identity,
  quality: 'good',
  reasons: [],
  method: 'frameOfReference',
  seconds: 0,
};

const newEntry = (): Entry => ({
  found: undefined,
  manual: undefined,
  searching: false,
  fault: undefined,
  accepted: false,
  abort: new AbortController(),
});

/**
 * What is measured from one origin: a study's frame of reference (PS3.3 C.7.4.1), or a series that names none. Another study may
 * share it, and the reader may still say that the patient lay otherwise.
 */
export const spaceOf = (frame: FrameRef | undefined): string | undefined =>
  frame?.plane ? originOf(frame) : undefined;

/** Where points of a study are counted from. */
export type Origin = Pick<FrameRef, 'studyInstanceUid' | 'seriesInstanceUid' | 'frameOfReferenceUid'>;

const originOf = ({ studyInstanceUid, seriesInstanceUid, frameOfReferenceUid }: Origin): string =>
  `${studyInstanceUid} ${frameOfReferenceUid ?? `series ${seriesInstanceUid}`}`;

const sharesOrigin = (from: string, to: string): boolean =>
  from.slice(from.indexOf(' ')) === to.slice(to.indexOf(' '));

const keyOf = (from: string, to: string): string => `${from} > ${to}`;
