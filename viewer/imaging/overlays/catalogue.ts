import { sequence, string, type SeriesSummary } from '../../dicomweb/index.ts';
import { showsImages } from '../../../pixels/index.ts';
import { unitText, valueScale } from '../measurements/valueUnits.ts';
import type { Volumes } from '../planes/index.ts';
import type { OpenStudy } from '../reader/readerState.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import type { StudySource } from '../series/studySource.ts';
import { doseStack } from './doseStack.ts';
import type { OverlayNote, OverlayObject, ValueOverlay } from './overlayObject.ts';
import type { OverlayWorker } from './overlayWorker.ts';
import { readSegmentation } from './segmentation.ts';

/** What the catalogue needs of a reading room. */
export interface CatalogueRoom {
  readonly state: { readonly studies: readonly OpenStudy[] };
  readonly source: StudySource;
}

type Named = Pick<
  OverlayObject,
  'id' | 'studyInstanceUid' | 'seriesInstanceUid' | 'sopInstanceUid' | 'modality' | 'label'
>;

/** What of the open studies can be laid over images: read when it is first asked for, each series once. */
export class Catalogue {
  readonly #room: CatalogueRoom;
  readonly #volumes: Volumes;
  readonly #worker: OverlayWorker;
  readonly #read = new Map<string, Promise<OverlayObject[]>>();
  #known: OverlayObject[] = [];

  constructor(room: CatalogueRoom, volumes: Volumes, worker: OverlayWorker) {
    this.#room = room;
    this.#volumes = volumes;
    this.#worker = worker;
  }

  get known(): readonly OverlayObject[] {
    return this.#known;
  }

  get(id: string): OverlayObject | undefined {
    return this.#known.find((object) => object.id === id);
  }

  /** All of the open studies, documents first. Never rejects: what cannot be read is named. */
  async read(): Promise<readonly OverlayObject[]> {
    const series = this.#room.state.studies.flatMap((study) => study.series.map((one) => ({ study, one })));
    const read = await Promise.all(series.map(({ study, one }) => this.#readOnce(study, one)));
    this.#known = read.flat().toSorted((a, b) => rank(a) - rank(b));
    return this.#known;
  }

  #readOnce({ studyInstanceUid }: OpenStudy, series: SeriesSummary): Promise<OverlayObject[]> {
    const { seriesInstanceUid } = series;
    const known = this.#read.get(seriesInstanceUid);
    if (known) return known;
    const named: Named = {
      id: seriesInstanceUid,
      studyInstanceUid,
      seriesInstanceUid,
      sopInstanceUid: undefined,
      modality: series.modality ?? '',
      label: series.description ?? series.modality ?? seriesInstanceUid,
    };
    const read = this.#readSeries(named, series).catch((error: unknown) => {
      // Asked for again, it may be there.
      this.#read.delete(seriesInstanceUid);
      return [unusable(named, error)];
    });
    this.#read.set(seriesInstanceUid, read);
    return read;
  }

  async #readSeries(named: Named, series: SeriesSummary): Promise<OverlayObject[]> {
    if (named.modality === 'RTSTRUCT') return this.#structures(named);
    if (named.modality === 'SEG' || named.modality === 'RTDOSE') {
      const stack = await this.#stackOf(named);
      const refused = stack.leftOut.map(({ sopInstanceUid, reason }) =>
        unusable({ ...named, id: sopInstanceUid, sopInstanceUid }, new Error(reason)),
      );
      const objects = byInstance(stack.frames).map((frames) => {
        const sopInstanceUid = frames[0]?.sopInstanceUid as string;
        const own = { ...named, id: sopInstanceUid, sopInstanceUid };
        try {
          return named.modality === 'SEG' ? this.#segmentation(own, frames) : this.#dose(own, frames);
        } catch (error) {
          return unusable(own, error);
        }
      });
      return [...objects, ...refused];
    }
    return showsImages(series) ? [this.#images(named, await this.#stackOf(named))] : [];
  }

  #stackOf({ studyInstanceUid, seriesInstanceUid }: Named): Promise<Stack> {
    return this.#room.source.stack(studyInstanceUid, seriesInstanceUid);
  }

  async #structures(named: Named): Promise<OverlayObject[]> {
    const { studyInstanceUid, seriesInstanceUid } = named;
    const sets = await this.#worker.ask('readStructures', { studyInstanceUid, seriesInstanceUid });
    return sets.map(({ sopInstanceUid, label, regions, referencedSeriesUids }) => {
      const leftOut = regions.reduce((sum, region) => sum + region.leftOut, 0);
      return {
        ...named,
        kind: 'structures',
        id: sopInstanceUid,
        sopInstanceUid,
        label: label || named.label,
        frameOfReferenceUids: [...new Set(regions.flatMap((one) => one.frameOfReferenceUid ?? []))],
        parts: regions.filter(({ contours }) => contours > 0),
        notes: [
          ...this.#missing(referencedSeriesUids),
          ...(leftOut > 0 ? [{ code: 'contours-left-out', count: leftOut } as const] : []),
        ],
      };
    });
  }

  #segmentation(named: Named, frames: readonly FrameRef[]): OverlayObject {
    const segmentation = readSegmentation(frames);
    const { instance } = frames[0] as FrameRef;
    const referenced = sequence(instance, '00081115').flatMap((item) => string(item, '0020000E') ?? []);
    return {
      ...named,
      kind: 'segmentation',
      segmentation,
      parts: segmentation.segments,
      frameOfReferenceUids: listOf(segmentation.frameOfReferenceUid),
      notes: this.#missing(referenced),
    };
  }

  #dose(named: Named, frames: readonly FrameRef[]): OverlayObject {
    const stack = doseStack(frames);
    const volume = this.#volumes.of(stack);
    if (volume.kind === 'fault')
      return { ...unusable(named, undefined), fault: { code: 'no-volume', fault: volume } };
    const [first] = stack.frames as [FrameRef];
    return {
      ...named,
      kind: 'dose',
      label: string(first.instance, '30040006') ?? named.label,
      volume,
      unit: first.unit,
      factor: 1,
      parts: [],
      frameOfReferenceUids: listOf(first.frameOfReferenceUid),
      notes: [],
    };
  }

  #images(named: Named, stack: Stack): OverlayObject {
    if (stack.frames.length === 0) return unusable(named, new Error(stack.leftOut[0]?.reason ?? 'no images'));
    const volume = this.#volumes.of(stack);
    if (volume.kind === 'fault')
      return { ...unusable(named, undefined), fault: { code: 'no-volume', fault: volume } };
    return {
      ...named,
      kind: 'image',
      volume,
      ...scaleOf(volume.frames),
      parts: [],
      frameOfReferenceUids: listOf(volume.frames[0]?.frameOfReferenceUid),
    };
  }

  #missing(seriesUids: readonly string[]): OverlayNote[] {
    const here = new Set(
      this.#room.state.studies.flatMap(({ series }) => series.map((one) => one.seriesInstanceUid)),
    );
    const count = new Set(seriesUids.filter((uid) => !here.has(uid))).size;
    return count > 0 ? [{ code: 'references-missing', count }] : [];
  }
}

const order = { structures: 0, segmentation: 1, dose: 2, image: 3, unusable: 4 } as const;
/** What is usually fused comes before what hardly ever is. */
const functional = new Set(['PT', 'NM']);
const rank = ({ kind, modality }: OverlayObject): number =>
  order[kind] + (kind === 'image' && !functional.has(modality) ? 0.5 : 0);

const listOf = (uid: string | undefined): string[] => (uid === undefined ? [] : [uid]);

function byInstance(frames: readonly FrameRef[]): FrameRef[][] {
  const instances = new Map<string, FrameRef[]>();
  for (const frame of frames) {
    const own = instances.get(frame.sopInstanceUid);
    if (own) own.push(frame);
    else instances.set(frame.sopInstanceUid, [frame]);
  }
  return [...instances.values()];
}

const unusable = (named: Named, error: unknown) =>
  ({
    ...named,
    kind: 'unusable',
    parts: [],
    notes: [],
    frameOfReferenceUids: [],
    fault: { code: 'unreadable', message: error instanceof Error ? error.message : String(error) },
  }) as const;

/** The same unit and factor for all frames, or none: a picture of them has one scale. */
function scaleOf(frames: readonly FrameRef[]): Pick<ValueOverlay, 'unit' | 'factor' | 'notes'> {
  const scales = frames.map(valueScale);
  const [first] = scales as [ReturnType<typeof valueScale>];
  const alike = scales.every(
    ({ unit, factor }) => unit === first.unit && Math.abs(factor - first.factor) <= 1e-6 * first.factor,
  );
  const unit = alike ? unitText(first.unit) : (frames[0]?.unit ?? '');
  const activity = frames[0]?.unit === 'BQML' && !unit.startsWith('SUV');
  return {
    unit: alike ? unit : 'Bq/ml',
    factor: alike ? first.factor : 1,
    notes: activity ? [{ code: 'no-suv' }] : [],
  };
}
