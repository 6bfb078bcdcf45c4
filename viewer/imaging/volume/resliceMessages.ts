import type { GridSampling, Slab, TrilinearSampling } from './derivedSlice.ts';
import type { Image, StoreShape } from './voxelStore.ts';
import type { Picture } from './voxels.ts';

/** A picture to be computed. */
export interface SliceRequest {
  kind: 'slice';
  id: number;
  volumeId: string;
  sampling: GridSampling | TrilinearSampling;
  slab: Slab;
  columns: number;
  rows: number;
  layers: readonly [number, number];
  /** Of pixels that lie wholly outside the volume. */
  outside: number;
}

/** What the page tells the worker. */
export type ResliceRequest =
  | { kind: 'open'; volumeId: string; shape: StoreShape }
  | { kind: 'feed'; volumeId: string; frame: number; image: Image; preview: boolean }
  | { kind: 'close'; volumeId: string }
  | SliceRequest
  /** Nobody waits for the picture any more. */
  | { kind: 'cancel'; id: number };

/** What comes back: a picture, before it perhaps a coarse one; or why there is none. */
export type ResliceResponse =
  { id: number; picture: Picture; coarse: boolean } | { id: number; error: string };

/** One end of the way to the worker: a Worker or a MessagePort. */
export interface ReslicePort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
