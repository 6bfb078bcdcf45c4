import { imagePixelModule } from '../../../pixels/index.ts';
import { Coalescer, type InstanceRecord, type SeriesRecord } from '../../archive/index.ts';
import type { RouteContext } from '../RouteContext.ts';

/**
 * Values of compressed frames, for clients that cannot decode them. It costs far more than to send a frame as it is, so
 * each is decoded once for all who wait for it, for nobody when they have left, and after the frames that readers of the
 * viewer wait for.
 */
export class DecodedFrames {
  readonly #context: Pick<RouteContext, 'prepared' | 'pool'>;
  readonly #decoding = new Coalescer<Buffer>();

  constructor(context: Pick<RouteContext, 'prepared' | 'pool'>) {
    this.#context = context;
  }

  /**
   * Native little endian, PS3.5 8.1.1.
   * @param frameNumber from 1
   * @param gone aborts when the client leaves
   * @throws what the archive and the frame workers throw
   */
  get(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
    gone: AbortSignal,
  ): Promise<Buffer> {
    const { prepared, pool } = this.#context;
    const decode = async (ended: AbortSignal): Promise<Buffer> => {
      const { bytes, transferSyntaxUid } = await prepared.frames.get(instance, frameNumber, ended);
      const image = imagePixelModule(await prepared.dataSets.get(series, instance));
      const { values } = await pool.decode(bytes, transferSyntaxUid, image, {
        priority: 'preview',
        subject: { ...instance, frameNumber },
        signal: ended,
      });
      return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    };
    return this.#decoding.run(`${instance.version}/${frameNumber}`, decode, gone);
  }
}
