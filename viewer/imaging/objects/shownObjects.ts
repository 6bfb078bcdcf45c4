import type { Stack } from '../series/stack.ts';
import type { ObjectKind } from './objectKind.ts';
import type { ObjectDetails } from './objectDetails.ts';
import type { ReportGraphic } from './report/reportContent.ts';
import type { SeriesObject } from './seriesObject.ts';

/** A place on a frame that a report speaks of. */
export interface PointedOut {
  readonly sopInstanceUid: string;
  /** 1-based. */
  readonly frameNumber: number;
  readonly region: ReportGraphic;
}

/** Where the viewports are: a Reader is. Dispatches `change`. */
export interface ObjectsRoom extends EventTarget {
  viewState(index: number): { readonly stack: Stack | undefined };
}

/** What keys and buttons of the room do in a pane that shows an object. What is absent does nothing. */
export interface PaneControls {
  /** To the next page, level of detail or frame; back with a negative number. */
  step?(by: number): void;
  toEnd?(end: 'first' | 'last'): void;
  togglePlay?(): void;
  reset?(): void;
}

interface Shown {
  stack: Stack;
  /** Undefined: the frames of the series. */
  object: SeriesObject | undefined;
  controls?: PaneControls;
  details?: ObjectDetails;
}

/**
 * Which object of its series each viewport shows, where it shows one instead of frames. Dispatches `change`, and `shown`
 * (detail: the viewport) when an object is on the screen.
 */
export class ShownObjects extends EventTarget {
  readonly #room: ObjectsRoom;
  readonly #shown = new Map<number, Shown>();
  #pointedOut: PointedOut | undefined;

  constructor(room: ObjectsRoom) {
    super();
    this.#room = room;
  }

  /** The object in a viewport; undefined where it shows frames, or nothing. */
  object(index: number): SeriesObject | undefined {
    return this.#of(index)?.object;
  }

  /** All objects of the series in a viewport. The same array as long as the series is the same. */
  all(index: number): readonly SeriesObject[] {
    return this.#room.viewState(index).stack?.objects ?? none;
  }

  /** What a viewport shows; undefined while it shows nothing. */
  kind(index: number): ObjectKind | undefined {
    const { stack } = this.#room.viewState(index);
    if (!stack) return undefined;
    return this.object(index)?.kind ?? (stack.keyDocuments ? 'key-images' : 'image');
  }

  /**
   * Shows another object of the same series; undefined: its frames.
   * @throws RangeError when the series in the viewport has none of that UID
   */
  choose(index: number, sopInstanceUid: string | undefined): void {
    const shown = this.#of(index);
    const object = this.all(index).find((one) => one.sopInstanceUid === sopInstanceUid);
    if (!shown || (sopInstanceUid !== undefined && !object))
      throw new RangeError(`the series in viewport ${index} has no object ${sopInstanceUid}`);
    if (shown.object === object) return;
    this.#shown.set(index, { stack: shown.stack, object });
    this.#changed();
  }

  /** Told by the pane that shows an object: what is done with it, and, once it is on the screen, what is to be seen. */
  furnish(
    index: number,
    object: SeriesObject,
    { controls, details }: Pick<Shown, 'controls' | 'details'>,
  ): void {
    const shown = this.#of(index);
    if (!shown || shown.object !== object) return;
    const first = details !== undefined && shown.details === undefined;
    if (controls) shown.controls = controls;
    if (details) shown.details = details;
    if (first) this.dispatchEvent(new CustomEvent('shown', { detail: index }));
  }

  controls(index: number): PaneControls | undefined {
    return this.#of(index)?.controls;
  }

  /** What is to be seen of the object; undefined until it is on the screen. */
  details(index: number): ObjectDetails | undefined {
    return this.#of(index)?.details;
  }

  /** The place that was last asked for out of a report; drawn wherever its frame is shown. */
  get pointedOut(): PointedOut | undefined {
    return this.#pointedOut;
  }

  pointOut(place: PointedOut | undefined): void {
    this.#pointedOut = place;
    this.#changed();
  }

  #of(index: number): Shown | undefined {
    const { stack } = this.#room.viewState(index);
    if (!stack) return undefined;
    const known = this.#shown.get(index);
    if (known?.stack === stack) return known;
    const shown = { stack, object: stack.frames.length === 0 ? stack.objects?.[0] : undefined };
    this.#shown.set(index, shown);
    return shown;
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

const none: readonly SeriesObject[] = [];
