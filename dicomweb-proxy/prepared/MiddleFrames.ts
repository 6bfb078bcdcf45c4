import { LRUCache } from 'lru-cache';
import { chooseSeries, MissingAttributeError } from '../../pixels/index.ts';
import {
  NoSuchFrameError,
  type Archive,
  type InstanceRecord,
  type SeriesRecord,
  type StudyRecord,
} from '../archive/index.ts';
import { mayBeKept, type PreparedFiles } from './PreparedFiles.ts';
import type { SeriesImages } from './SeriesImages.ts';

/** The frame that stands for a series: the one in its middle, with which readers begin. */
export interface MiddleFrame {
  readonly series: SeriesRecord;
  readonly instance: InstanceRecord;
  /** from 1 */
  readonly frameNumber: number;
}

export interface MiddleFramesOptions {
  archive: Archive;
  images: SeriesImages;
  files: PreparedFiles;
}

interface Place {
  readonly sopInstanceUid: string;
  readonly frameNumber: number;
}

const seriesKept = 10_000;

/**
 * Which frame is in the middle: of all frames of all images by Instance Number, as viewers count them. Once known it is
 * kept in a file, with which the pictures of a series count as prepared.
 */
export class MiddleFrames {
  readonly #options: MiddleFramesOptions;
  readonly #places = new LRUCache<string, Place>({ max: seriesKept });

  constructor(options: MiddleFramesOptions) {
    this.#options = options;
  }

  /** Of the series that a study opens with. @throws NoSuchFrameError where it has no image */
  ofStudy({ studyInstanceUid, series }: StudyRecord): Promise<MiddleFrame> {
    const chosen = chooseSeries(
      series.map((record) => ({
        record,
        modality: record.attributes.Modality || undefined,
        seriesNumber: numberOf(record.attributes.SeriesNumber),
        instanceCount: record.numberOfInstances,
      })),
    );
    if (!chosen) throw new NoSuchFrameError(`The study ${studyInstanceUid} has no images`);
    return this.find(chosen.record);
  }

  /** By the metadata of the series, which are made for it. @throws NoSuchFrameError where it has no image */
  async find(series: SeriesRecord): Promise<MiddleFrame> {
    const { archive, images } = this.#options;
    const known = await this.#known(series);
    if (known) return known;
    const [described, instances] = await Promise.all([images.get(series), archive.instances(series)]);
    const frames: MiddleFrame[] = [];
    for (const instance of instances.values()) {
      const image = described.get(instance.sopInstanceUid);
      if (!image || image instanceof MissingAttributeError) continue;
      for (let frameNumber = 1; frameNumber <= image.numberOfFrames; frameNumber += 1)
        frames.push({ series, instance, frameNumber });
    }
    const middle = frames[frames.length >> 1];
    if (!middle) throw new NoSuchFrameError('The series has no images');
    this.#places.set(series.version, placeOf(middle));
    return middle;
  }

  /** If it is known; else the instance in the middle, which is what it mostly is, without asking for all metadata. */
  async guess(
    series: SeriesRecord,
  ): Promise<MiddleFrame | { series: SeriesRecord; instance: InstanceRecord }> {
    const known = await this.#known(series);
    if (known) return known;
    const instances = [...(await this.#options.archive.instances(series)).values()];
    const instance = instances[instances.length >> 1];
    if (!instance) throw new NoSuchFrameError('The series has no instances');
    return { series, instance };
  }

  /** Whether the pictures of the series are there, or cannot be. */
  async isPrepared(series: SeriesRecord): Promise<boolean> {
    return (await this.#mark(series)) !== undefined;
  }

  /** @param middle undefined where there is no picture to be had */
  async markPrepared(series: SeriesRecord, middle: MiddleFrame | undefined): Promise<void> {
    if (!mayBeKept(series)) return;
    const { studyInstanceUid: study, seriesInstanceUid: uid } = series;
    const text = JSON.stringify(middle ? placeOf(middle) : {});
    await this.#options.files.write(study, uid, markName(series), Buffer.from(text));
  }

  async #known(series: SeriesRecord): Promise<MiddleFrame | undefined> {
    const place = this.#places.get(series.version) ?? (await this.#mark(series));
    if (place?.sopInstanceUid === undefined || place.frameNumber === undefined) return undefined;
    const { sopInstanceUid, frameNumber } = place;
    this.#places.set(series.version, { sopInstanceUid, frameNumber });
    const instance = (await this.#options.archive.instances(series)).get(sopInstanceUid);
    return instance && { series, instance, frameNumber };
  }

  async #mark(series: SeriesRecord): Promise<Partial<Place> | undefined> {
    if (!mayBeKept(series)) return undefined;
    const { studyInstanceUid: study, seriesInstanceUid: uid } = series;
    const bytes = await this.#options.files.read(study, uid, markName(series));
    try {
      return bytes && (JSON.parse(bytes.toString('utf8')) as Partial<Place>);
    } catch {
      return undefined;
    }
  }
}

/** Starts as the names of the pictures do: it goes with them. */
const markName = ({ version }: SeriesRecord): string => `picture-3-of-${version}.json`;

const placeOf = ({ instance, frameNumber }: MiddleFrame): Place => ({
  sopInstanceUid: instance.sopInstanceUid,
  frameNumber,
});

function numberOf(text: string | undefined): number | undefined {
  const number = Number.parseInt(text ?? '', 10);
  return Number.isNaN(number) ? undefined : number;
}
