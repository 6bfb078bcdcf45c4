import { string } from '../../dicomweb/index.ts';
import { valueScale } from '../measurements/valueUnits.ts';
import type { Reader } from '../reader/reader.ts';
import type { HangingPlace, HangingProtocol, ImageRule } from './hangingProtocol.ts';
import { imageFacts } from './imageFacts.ts';

/**
 * The arrangement on the screen as a protocol for studies of this kind: by the modalities that are shown and the body part,
 * or what the study is called. Each viewport looks for the description it shows, else for images of the same kind.
 */
export function captureProtocol(
  reader: Reader,
  { id, name, automatic }: Pick<HangingProtocol, 'id' | 'automatic'> & { name: string },
): HangingProtocol {
  const shown = Array.from({ length: reader.viewportCount }, (_, index) => captureShown(reader, index));
  const frames = shown.flatMap((one) => (one ? [one.frame] : []));
  const modalities = [...new Set(frames.map(({ modality }) => modality))];
  const words = frames
    .flatMap(({ instance }) => [string(instance, 'BodyPartExamined') ?? string(instance, 'StudyDescription')])
    .filter((word): word is string => word !== undefined);
  return {
    id,
    name,
    automatic,
    match: {
      modalities: modalities.length > 0 ? modalities : ['CT'],
      ...(words.length > 0 && { words: [...new Set(words)].map((word) => word.slice(0, 64)) }),
    },
    layout: reader.state.layout,
    places: shown.map((one) => one?.place ?? nothing),
  };
}

/** A rule that no image fulfils: the viewport stays empty. */
const nothing: HangingPlace = { images: [{ modality: 'none' }] };

function captureShown(reader: Reader, index: number) {
  const { frame, voi, invert } = reader.viewState(index);
  if (!frame) return undefined;
  const facts = imageFacts(frame);
  const { orientation, slab } = reader.planes.choice(index);
  const description = string(frame.instance, 'SeriesDescription')?.slice(0, 64);
  const sameKind: ImageRule = {
    modality: frame.modality,
    ...(orientation === 'stack' && facts.orientation && { orientation: facts.orientation }),
    ...(facts.kernel && { kernel: facts.kernel }),
    ...(facts.laterality && { laterality: facts.laterality }),
    ...(facts.views.length > 0 && { view: facts.views }),
  };
  const { unit, factor } = valueScale(frame);
  const suv = unit === '{SUVbw}g/ml' && frame.modality === 'PT';
  const keepsWindow = suv || frame.modality === 'CT';
  const place: HangingPlace = {
    images: [
      ...(description === undefined ? [] : [{ ...sameKind, words: [description] }]),
      sameKind,
      { modality: frame.modality },
    ],
    ...(keepsWindow &&
      voi && {
        window: {
          center: voi.center * (suv ? factor : 1),
          width: voi.width * (suv ? factor : 1),
          ...(suv && { unit: 'suv' as const }),
        },
      }),
    ...(invert && { invert }),
    ...(typeof orientation === 'string' && orientation !== 'stack' && { plane: orientation }),
    ...(slab.mode !== 'none' && { slab }),
  };
  return { frame, place };
}
