import { MissingAttributeError } from '../../pixels/index.ts';
import type { Archive, InstanceRecord, SeriesRecord } from '../archive/index.ts';
import type { FrameStore } from './FrameStore.ts';
import { mayBeKept, mayBeNamed, type PreparedFiles } from './PreparedFiles.ts';
import type { PreparedFrames } from './PreparedFrames.ts';
import type { SeriesImages } from './SeriesImages.ts';

/** How far the frames of a study or series are. */
export interface PreparationState {
  readonly frames: number;
  readonly prepared: number;
  readonly asStored: number;
  readonly failed: number;
}

export interface SeriesFramesOptions {
  archive: Archive;
  images: SeriesImages;
  prepared: PreparedFrames;
  files: PreparedFiles;
  store: FrameStore;
}

type FrameOfSeries = readonly [instance: InstanceRecord, frameNumber: number];

/** Which frames a series has and which of them are prepared. */
export class SeriesFrames {
  readonly #archive: Archive;
  readonly #images: SeriesImages;
  readonly #prepared: PreparedFrames;
  readonly #files: PreparedFiles;
  readonly #store: FrameStore;

  constructor({ archive, images, prepared, files, store }: SeriesFramesOptions) {
    this.#archive = archive;
    this.#images = images;
    this.#prepared = prepared;
    this.#files = files;
    this.#store = store;
  }

  /** A file with frames of instances that were deleted or replaced goes as a whole; it is made again. */
  async dropGone(series: SeriesRecord): Promise<void> {
    const there = new Set(
      [...(await this.#archive.instances(series)).values()].map(({ version }) => version),
    );
    const kept = await this.#store.read(series, (files) => files.instanceVersions());
    if (kept && !kept.isSubsetOf(there)) await this.#store.remove(series);
  }

  /** Those of which nothing is known yet, from the middle outwards: in the order in which readers ask for them. */
  async missing(series: SeriesRecord): Promise<FrameOfSeries[]> {
    if (!mayBeNamed(series)) return [];
    const frames = await this.#all(series);
    const kinds = await this.#prepared.kinds(series, frames);
    return fromTheMiddle(frames.filter((_, index) => kinds[index] === undefined));
  }

  async state(series: SeriesRecord): Promise<PreparationState> {
    const frames = await this.#all(series);
    const kinds = await this.#prepared.kinds(series, frames);
    const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
    return {
      frames: frames.length,
      prepared: count('htj2k'),
      asStored: count('as-stored'),
      failed: count('failed'),
    };
  }

  /** Spares the look at every frame of the archive at each start. A file that was cut since is not complete. */
  async isComplete(series: SeriesRecord): Promise<boolean> {
    if (!mayBeKept(series)) return false;
    const { studyInstanceUid, seriesInstanceUid } = series;
    const mark = await this.#files.read(studyInstanceUid, seriesInstanceUid, markName(series));
    return mark !== undefined && (await this.#prepared.keptBytes(series)) >= Number(mark.toString('latin1'));
  }

  async markComplete(series: SeriesRecord): Promise<void> {
    const bytes = await this.#prepared.keptBytes(series);
    if (bytes === 0 || !mayBeKept(series)) return;
    if ((await this.missing(series)).length > 0 || this.#prepared.isForNow(await this.#all(series))) return;
    const { studyInstanceUid, seriesInstanceUid } = series;
    const name = markName(series);
    await this.#files.write(studyInstanceUid, seriesInstanceUid, name, Buffer.from(String(bytes)));
    const isOther = (file: string): boolean => file.startsWith('frames-complete-') && file !== name;
    await this.#files.prune(studyInstanceUid, seriesInstanceUid, (file) => !isOther(file));
  }

  async #all(series: SeriesRecord): Promise<FrameOfSeries[]> {
    const [images, instances] = await Promise.all([
      this.#images.get(series),
      this.#archive.instances(series),
    ]);
    const frames: FrameOfSeries[] = [];
    for (const instance of instances.values()) {
      const image = images.get(instance.sopInstanceUid);
      if (!image) continue;
      const count = image instanceof MissingAttributeError ? 1 : image.numberOfFrames;
      for (let frame = 1; frame <= count; frame += 1) frames.push([instance, frame]);
    }
    return frames;
  }
}

const markName = ({ version }: SeriesRecord): string => `frames-complete-${version}`;

function fromTheMiddle<T>(items: readonly T[]): T[] {
  const middle = items.length >> 1;
  return items
    .map((item, index) => ({ item, distance: Math.abs(index - middle) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ item }) => item);
}
