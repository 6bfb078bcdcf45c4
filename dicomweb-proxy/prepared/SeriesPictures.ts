import {
  FrameDecodeError,
  MissingAttributeError,
  UnsupportedTransferSyntaxError,
} from '../../pixels/index.ts';
import {
  FrameUnreadableError,
  InstanceSetAsideError,
  NoSuchFrameError,
  type SeriesRecord,
} from '../archive/index.ts';
import { FrameSetAsideError } from '../frames/index.ts';
import type { MiddleFrame, MiddleFrames } from './MiddleFrames.ts';
import { mayBeKept } from './PreparedFiles.ts';
import { keptPictures, type RenderedFrames } from './RenderedFrames.ts';

/** What is so with the file, now and the next time. */
const finalErrors = [
  FrameDecodeError,
  FrameUnreadableError,
  MissingAttributeError,
  NoSuchFrameError,
  UnsupportedTransferSyntaxError,
];
/** The next time somebody looks at the series may be a better one. */
const setAsideErrors = [InstanceSetAsideError, FrameSetAsideError];

/** Makes the pictures of the middle frame of a series before anybody asks for them. */
export class SeriesPictures {
  readonly #middles: MiddleFrames;
  readonly #rendered: RenderedFrames;

  constructor(middles: MiddleFrames, rendered: RenderedFrames) {
    this.#middles = middles;
    this.#rendered = rendered;
  }

  /** @throws ArchiveUnavailableError, FrameQueueFullError and what else may be different the next time */
  async prepare(series: SeriesRecord): Promise<void> {
    if (!mayBeKept(series) || (await this.#middles.isPrepared(series))) return;
    let middle: MiddleFrame | undefined;
    try {
      middle = await this.#middles.find(series);
      await this.#rendered.dropOthers(middle);
      for (const options of keptPictures) await this.#rendered.prepare(middle, options);
    } catch (error) {
      if (setAsideErrors.some((SetAside) => error instanceof SetAside)) return;
      if (!finalErrors.some((Final) => error instanceof Final)) throw error;
      middle = undefined;
    }
    await this.#middles.markPrepared(series, middle);
  }
}
