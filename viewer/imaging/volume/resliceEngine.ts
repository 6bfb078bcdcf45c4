import { nextMessages } from '../frames/nextMessages.ts';
import { regionOfGrid } from './region.ts';
import { resliceGrid } from './resliceGrid.ts';
import type { ReslicePort, ResliceRequest, ResliceResponse, SliceRequest } from './resliceMessages.ts';
import { resliceTrilinearRows } from './resliceTrilinear.ts';
import { asTrilinear } from './asTrilinear.ts';
import { VoxelStore } from './voxelStore.ts';
import { withExtremes, type Picture, type Voxels } from './voxels.ts';

/** Between looking for new messages so many samples are computed: some 30 ms. */
const samplesAtATime = 2_000_000;
/** A picture of more samples is first given with every second row and column, of far more with every fourth. */
const coarseFrom = 4_000_000;
const coarserFrom = 60_000_000;

interface Opened {
  store: VoxelStore;
  decimation: number;
}

/** The worker's side: holds the voxels of volumes and computes pictures of them. */
export class ResliceEngine {
  readonly #port: ReslicePort;
  readonly #volumes = new Map<string, Opened>();
  readonly #wanted = new Set<number>();

  constructor(port: ReslicePort) {
    this.#port = port;
    port.onmessage = ({ data }) => this.#receive(data as ResliceRequest);
  }

  #receive(request: ResliceRequest): void {
    switch (request.kind) {
      case 'open': {
        const { shape } = request;
        this.#volumes.set(request.volumeId, { store: new VoxelStore(shape), decimation: shape.decimation });
        return;
      }
      case 'feed':
        this.#volumes.get(request.volumeId)?.store.feed(request.frame, request.image, request.preview);
        return;
      case 'close':
        this.#volumes.delete(request.volumeId);
        return;
      case 'cancel':
        this.#wanted.delete(request.id);
        return;
      case 'slice':
        this.#wanted.add(request.id);
        void this.#slice(request);
    }
  }

  async #slice(request: SliceRequest): Promise<void> {
    const { id } = request;
    try {
      const picture = await this.#compute(request);
      if (picture && this.#wanted.has(id)) this.#send({ id, picture, coarse: false });
    } catch (error) {
      this.#send({ id, error: error instanceof Error ? error.message : String(error) });
    }
    this.#wanted.delete(id);
  }

  /** The picture; undefined when it was called off. */
  async #compute(request: SliceRequest): Promise<Picture | undefined> {
    const { sampling, slab, columns, rows, layers, volumeId, id } = request;
    const opened = this.#volumes.get(volumeId);
    if (!opened) throw new Error('the volume is closed');
    const asVoxels = sampling.kind === 'grid' && opened.decimation === 1;
    const region = asVoxels ? regionOfGrid(sampling, columns, rows) : undefined;
    const voxels = opened.store.voxels(...layers, region);
    if (!voxels) throw new Error('nothing of the volume is there yet');
    if (asVoxels) return resliceGrid(voxels, sampling, slab.mode, columns, rows);
    const trilinear = asTrilinear(sampling, slab, opened.decimation);
    const out = new Float32Array(columns * rows);
    const cost = out.length * trilinear.samples;
    const block = cost > coarserFrom ? 4 : cost > coarseFrom ? 2 : 1;
    const compute = (fromRow: number, toRow: number, by: number, into: Float32Array, of: Voxels): void =>
      resliceTrilinearRows(of, trilinear, slab.mode, into, columns, [fromRow, toRow], request.outside, by);
    for (const by of block > 1 ? [block, 1] : [1]) {
      const rowsAtATime = by * Math.max(1, Math.floor((samplesAtATime * by) / (columns * trilinear.samples)));
      for (let row = 0; row < rows; row += rowsAtATime) {
        if (row > 0 || by < block) await nextMessages();
        if (!this.#wanted.has(id)) return undefined;
        // The volume may have grown while others had their turn.
        const now = opened.store.voxels(...layers) as Voxels;
        compute(row, Math.min(rows, row + rowsAtATime), by, out, now);
      }
      if (by > 1) this.#send({ id, picture: withExtremes(out.slice(), request.outside), coarse: true });
    }
    return withExtremes(out, request.outside);
  }

  #send(response: ResliceResponse): void {
    const transfer = 'picture' in response ? [response.picture.values.buffer] : [];
    this.#port.postMessage(response, transfer);
  }
}
