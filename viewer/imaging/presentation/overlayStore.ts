import {
  inlineOverlayData,
  overlayBits,
  type OverlayBitmap,
  type OverlayPlane,
} from '../../../pixels/index.ts';
import { fetchBulkData } from '../../dicomweb/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';

/** Kept at most, bytes of Overlay Data: 32 KB for a 512 x 512 image. */
const maximumBytes = 64 * 1024 ** 2;

/**
 * The bits of overlays. They are big beside a data set and seldom there, so they are fetched when a picture with them is shown, and
 * the picture does not wait. Dispatches `change` when some have come.
 */
export class OverlayStore extends EventTarget {
  /** Insertion order is order of use. */
  readonly #data = new Map<string, Uint8Array | 'coming' | 'failed'>();
  readonly #bitmaps = new WeakMap<OverlayPlane, Map<number, OverlayBitmap>>();
  #bytes = 0;

  /** The bitmap of a plane on a frame; undefined where it is on its way, cannot be had, or is not on that frame. */
  bitmap(plane: OverlayPlane, frameNumber: number, loaded: LoadedFrame): OverlayBitmap | undefined {
    const { source } = plane;
    if ('bit' in source) {
      const bits = loaded.overlays?.get(source.bit);
      return bits && { plane, bits };
    }
    const known = this.#bitmaps.get(plane)?.get(frameNumber);
    if (known) return known;
    const data = 'uri' in source ? this.#fetched(source.uri) : inlineOverlayData(plane);
    const bits = data && overlayBits(plane, data, frameNumber);
    if (!bits) return undefined;
    const bitmap = { plane, bits };
    const ofPlane = this.#bitmaps.get(plane) ?? new Map<number, OverlayBitmap>();
    // Of a cine run with overlays not every frame's bits are kept unpacked.
    if (ofPlane.size > 8) ofPlane.clear();
    this.#bitmaps.set(plane, ofPlane.set(frameNumber, bitmap));
    return bitmap;
  }

  /** Whether the data of a plane could not be had. */
  hasFailed({ source }: OverlayPlane): boolean {
    return 'uri' in source && this.#data.get(source.uri) === 'failed';
  }

  #fetched(uri: string): Uint8Array | undefined {
    const known = this.#data.get(uri);
    if (known === 'coming' || known === 'failed') return undefined;
    if (known) return known;
    this.#data.set(uri, 'coming');
    fetchBulkData(uri)
      .then(
        (data) => this.#keep(uri, data),
        () => this.#data.set(uri, 'failed'),
      )
      .finally(() => this.dispatchEvent(new Event('change')));
    return undefined;
  }

  #keep(uri: string, data: Uint8Array): void {
    this.#data.set(uri, data);
    this.#bytes += data.length;
    for (const [other, kept] of this.#data) {
      if (this.#bytes <= maximumBytes || other === uri) return;
      if (typeof kept === 'string') continue;
      this.#data.delete(other);
      this.#bytes -= kept.length;
    }
  }
}
