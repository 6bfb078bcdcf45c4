import {
  modalityLut,
  overlayPlanes,
  presentationLut,
  readShutter,
  voiChoices,
  type DicomJson,
  type ModalityLut,
  type OverlayPlane,
  type PresentationLut,
  type Shutter,
  type VoiChoice,
} from '../../../pixels/index.ts';
import { number, numbers, sequence, string } from '../../dicomweb/index.ts';
import { referencedImages } from './referencedImages.ts';

/** The part of the image to be seen (PS3.3 C.10.4): pixels counted from 1, both corners within it. */
export interface DisplayedArea {
  readonly topLeft: readonly [column: number, row: number];
  readonly bottomRight: readonly [column: number, row: number];
  readonly mode: 'SCALE TO FIT' | 'TRUE SIZE' | 'MAGNIFY';
  /** Pixels of the screen for one of the image, with MAGNIFY. */
  readonly magnification: number | undefined;
}

/** How a presentation state wants the frame of an image to be shown (PS3.3 A.33). */
export interface FrameDisplay {
  /** The same for frames that are to be shown alike. */
  readonly key: string;
  readonly modality: ModalityLut | undefined;
  /** Softcopy VOI LUTs; empty: none, the whole range. */
  readonly voi: readonly VoiChoice[];
  readonly presentation: PresentationLut | undefined;
  readonly shutter: Shutter | undefined;
  readonly area: DisplayedArea | undefined;
  /** Clockwise degrees (0, 90, 180, 270), then flipped left to right (PS3.3 C.10.6). */
  readonly rotation: number;
  readonly flipped: boolean;
  /** The state's own overlays that are on a layer, or are its shutter. */
  readonly overlays: readonly OverlayPlane[];
  /** Groups of the image's overlays that the state activates (PS3.3 C.11.7). */
  readonly activated: readonly string[];
}

/** How a state shows images; for `displayOn`. */
export interface StateDisplay {
  readonly common: Omit<FrameDisplay, 'key' | 'voi' | 'area'>;
  readonly voi: readonly { images: readonly string[]; choices: readonly VoiChoice[] }[];
  readonly areas: readonly { images: readonly string[]; area: DisplayedArea }[];
}

export function readStateDisplay(instance: DicomJson): StateDisplay {
  const hasModality = sequence(instance, '00283000').length > 0 || number(instance, '00281053') !== undefined;
  const own = overlayPlanes(instance);
  const groups = new Set(own.map(({ group }) => group));
  const shutter = readShutter(instance);
  const modality = hasModality ? modalityLut(instance) : undefined;
  return {
    common: {
      modality,
      presentation: presentationLut(instance),
      shutter,
      rotation: ((((number(instance, '00700042') ?? 0) % 360) + 360) % 360) as number,
      flipped: string(instance, '00700041') === 'Y',
      overlays: own.filter(({ layer, group }) => layer !== undefined || group === shutter?.overlayGroup),
      activated: Object.keys(instance).flatMap((tag) => {
        const group = /^(60[01][02468ACE])1001$/.exec(tag)?.[1];
        return group !== undefined && !groups.has(group) ? group : [];
      }),
    },
    voi: sequence(instance, '00283110').map((item) => ({
      images: referencedImages(item),
      choices: voiChoices(item, 1, 'as written'),
    })),
    areas: sequence(instance, '0070005A').flatMap((item) => readArea(item) ?? []),
  };
}

function readArea(item: DicomJson): StateDisplay['areas'][number] | undefined {
  const [left, top] = numbers(item, '00700052');
  const [right, bottom] = numbers(item, '00700053');
  if (left === undefined || top === undefined || right === undefined || bottom === undefined)
    return undefined;
  const mode = string(item, '00700100');
  return {
    images: referencedImages(item),
    area: {
      // Turned images have their corners the other way round (PS3.3 C.10.4); the area is the same.
      topLeft: [Math.min(left, right), Math.min(top, bottom)],
      bottomRight: [Math.max(left, right), Math.max(top, bottom)],
      mode: mode === 'TRUE SIZE' || mode === 'MAGNIFY' ? mode : 'SCALE TO FIT',
      magnification: number(item, '00700103'),
    },
  };
}

/** How a state shows a frame of one of its images. */
export function displayOf(
  { common, voi, areas }: StateDisplay,
  { sopInstanceUid, frameNumber }: { sopInstanceUid: string; frameNumber: number },
): FrameDisplay {
  const isFor = ({ images }: { images: readonly string[] }): boolean =>
    images.length === 0 ||
    images.includes(sopInstanceUid) ||
    images.includes(`${sopInstanceUid}/${frameNumber}`);
  const voiAt = voi.findIndex(isFor);
  const areaAt = areas.findIndex(isFor);
  return {
    ...common,
    key: `${voiAt}/${areaAt}`,
    voi: voi[voiAt]?.choices ?? [],
    area: areas[areaAt]?.area,
  };
}
