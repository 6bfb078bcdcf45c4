import { LRUCache } from 'lru-cache';
import { Coalescer } from './coalesce.ts';
import { FrameUnreadableError } from './errors.ts';
import { isNative, nativeFrame, nativePixels, type NativePixels } from './nativeFrame.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { InstanceRecord } from './records.ts';

const mostBytes = 128 * 1024 ** 2;
/** Frames of one film are asked for soon after each other. */
const keptMs = 30_000;

/** Files whose frames the archive does not cut out: each is fetched once for the frames that are wanted of it now. */
export class NativeFiles {
  readonly #client: Pick<OrthancClient, 'bytes'>;
  readonly #fetching = new Coalescer<NativePixels>();
  readonly #known: LRUCache<string, NativePixels>;

  constructor(client: Pick<OrthancClient, 'bytes'>, keptBytes = mostBytes) {
    this.#client = client;
    this.#known = new LRUCache({
      maxSize: keptBytes,
      sizeCalculation: ({ bytes }) => bytes.length + 1024,
      ttl: keptMs,
      ttlAutopurge: true,
    });
  }

  /**
   * @param archiveReason why the archive could not do it, for the error text
   * @throws NoSuchFrameError, FrameUnreadableError, ArchiveUnavailableError
   */
  async frame(
    { archiveId, version, transferSyntaxUid = '' }: InstanceRecord,
    frameNumber: number,
    archiveReason: string,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    if (!isNative(transferSyntaxUid)) throw new FrameUnreadableError(archiveReason);
    const fetch = async (ended: AbortSignal): Promise<NativePixels> => {
      const file = await this.#client.bytes(`/instances/${archiveId}/file`, { signal: ended });
      const pixels = nativePixels(file, archiveReason);
      this.#known.set(version, pixels);
      return pixels;
    };
    const known = this.#known.get(version);
    return nativeFrame(known ?? (await this.#fetching.run(version, fetch, signal)), frameNumber);
  }
}
