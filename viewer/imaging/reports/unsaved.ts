import { settled, trackingOf, type Measurement } from '../measurements/index.ts';
import { keyOfImage, type KeyImage } from './keyImages.ts';

/** What the archive holds of one's own, to tell what is not there yet. */
export interface SavedState {
  /** By id: what of a measurement is saved, as text to compare. */
  readonly measurements: ReadonlyMap<string, { studyInstanceUid: string; text: string }>;
  readonly keyImages: readonly KeyImage[];
}

export const nothingSaved: SavedState = { measurements: new Map(), keyImages: [] };

/** What of one study is not in the archive yet. */
export interface Unsaved {
  /** New and changed ones. */
  readonly changed: readonly Measurement[];
  /** Ids of saved ones that were deleted. */
  readonly removed: readonly string[];
  readonly marked: readonly KeyImage[];
  readonly unmarked: readonly KeyImage[];
}

export const unsavedCount = ({ changed, removed, marked, unmarked }: Unsaved): number =>
  changed.length + removed.length + marked.length + unmarked.length;

export const nothingUnsaved: Unsaved = { changed: [], removed: [], marked: [], unmarked: [] };

/** What two tabs had not saved, `later` the later one: nothing that was drawn or marked is lost. */
export function mergeUnsaved(earlier: Unsaved, later: Unsaved): Unsaved {
  const changed = byLatest([...earlier.changed, ...later.changed], ({ id }) => id);
  const marked = byLatest([...earlier.marked, ...later.marked], keyOfImage);
  return {
    changed,
    removed: [...new Set([...earlier.removed, ...later.removed])].filter((id) =>
      changed.every((one) => one.id !== id),
    ),
    marked,
    unmarked: missingFrom(marked, byLatest([...earlier.unmarked, ...later.unmarked], keyOfImage)),
  };
}

const byLatest = <T>(all: readonly T[], keyOf: (one: T) => string): T[] => [
  ...new Map(all.map((one) => [keyOf(one), one])).values(),
];

/** Compares what is in the page with what is saved, for one study. Others' measurements and marks are none of ours to save. */
export function unsavedOf(
  studyInstanceUid: string,
  measurements: readonly Measurement[],
  keyImages: readonly KeyImage[],
  saved: SavedState,
): Unsaved {
  const own = measurements.filter((one) => isOf(studyInstanceUid, one));
  const ids = new Set(own.map(({ id }) => id));
  const marks = ownMarks(studyInstanceUid, keyImages);
  const savedMarks = ownMarks(studyInstanceUid, saved.keyImages);
  return {
    changed: own.filter((one) => saved.measurements.get(one.id)?.text !== savedText(one)),
    removed: [...saved.measurements].flatMap(([id, known]) =>
      known.studyInstanceUid === studyInstanceUid && !ids.has(id) ? [id] : [],
    ),
    marked: missingFrom(savedMarks, marks),
    unmarked: missingFrom(marks, savedMarks),
  };
}

/** One's own measurements of a study. */
export const isOf = (studyInstanceUid: string, { foreign, place }: Measurement): boolean =>
  !foreign && place.studyInstanceUid === studyInstanceUid;

/** One's own key images of a study. */
export const ownMarks = (studyInstanceUid: string, keyImages: readonly KeyImage[]): KeyImage[] =>
  keyImages.filter((image) => !image.foreign && image.studyInstanceUid === studyInstanceUid);

/** What a report keeps of a measurement; whether it is shown now, where its text stands and what is provisional are not. */
export function savedText(measurement: Measurement): string {
  const { tool, points, place, label, values, calibration } = settled(measurement);
  return JSON.stringify([tool, points, place, label, values, calibration, trackingOf(measurement)]);
}

/** A saved state in which these are saved. */
export const savedMeasurements = (measurements: readonly Measurement[]): SavedState['measurements'] =>
  new Map(
    measurements.map((one) => [
      one.id,
      { studyInstanceUid: one.place.studyInstanceUid, text: savedText(one) },
    ]),
  );

function missingFrom(known: readonly KeyImage[], images: readonly KeyImage[]): KeyImage[] {
  const keys = new Set(known.map(keyOfImage));
  return images.filter((image) => !keys.has(keyOfImage(image)));
}
