import { referenceTo } from './frameLookup.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** A frame somebody marked as a key image. */
export interface KeyImage {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** 1-based; absent where the whole object is meant. */
  readonly frameNumber: number | undefined;
  /** Marked by someone else: shown, not changed. */
  readonly foreign: boolean;
}

export type KeyImageFrame = Omit<KeyImage, 'foreign'>;

/** A frame as a key image; undefined for pictures that are computed and stored nowhere. */
export function keyImageOf(frame: FrameRef | undefined): KeyImageFrame | undefined {
  if (!frame || frame.sopInstanceUid === '' || frame.derived) return undefined;
  const { studyInstanceUid, seriesInstanceUid } = frame;
  return { studyInstanceUid, seriesInstanceUid, frameNumber: undefined, ...referenceTo(frame) };
}

/** Tells two key images apart; the first frame stands for the object. */
export const keyOfImage = ({
  sopInstanceUid,
  frameNumber = 1,
}: Pick<KeyImage, 'sopInstanceUid' | 'frameNumber'>): string => `${sopInstanceUid}/${frameNumber}`;

/** The key images of a reading room: one's own and those of others. Dispatches `change`. */
export class KeyImages extends EventTarget {
  #images: readonly KeyImage[] = [];

  /** In the order in which they were marked. A new array whenever it changed. */
  get images(): readonly KeyImage[] {
    return this.#images;
  }

  isOwn(frame: Pick<KeyImage, 'sopInstanceUid' | 'frameNumber'>): boolean {
    return this.#images.some((image) => !image.foreign && keyOfImage(image) === keyOfImage(frame));
  }

  /** Marks a frame, or takes one's own mark away. Others' marks stay. */
  set(frame: KeyImageFrame, on: boolean): void {
    if (this.isOwn(frame) === on) return;
    this.#put(
      on
        ? [...this.#images, { ...frame, foreign: false }]
        : this.#images.filter((image) => image.foreign || keyOfImage(image) !== keyOfImage(frame)),
    );
  }

  /** Brings in what was read from the archive or kept in the browser; what is here already stays as it is. */
  load(images: readonly KeyImage[]): void {
    const known = new Set(this.#images.map((image) => `${image.foreign}${keyOfImage(image)}`));
    const added = images.filter((image) => !known.has(`${image.foreign}${keyOfImage(image)}`));
    if (added.length > 0) this.#put([...this.#images, ...added]);
  }

  #put(images: readonly KeyImage[]): void {
    this.#images = images;
    this.dispatchEvent(new Event('change'));
  }
}
