import { indexToWorld } from '../geometry/framePlane.ts';
import { valueScale } from '../measurements/valueUnits.ts';
import type { Reader } from '../reader/reader.ts';
import { displayPlane } from '../viewport/sampleFrame.ts';
import type { StackView } from '../viewport/index.ts';
import { showsImages } from '../series/chooseSeries.ts';
import { chooseImages, type ChosenImages } from './chooseImages.ts';
import type { HangingPlace, HangingProtocol } from './hangingProtocol.ts';

/** How it went: the viewports (0-based) whose rules found no image. */
export interface AppliedProtocol {
  empty: number[];
}

/**
 * Lays a study out as a protocol says. What a viewport shows already stays. Resolves when all viewports show what they
 * are to show, and those there are no images for are empty; where there are none at all, nothing changes. Rejects when a
 * series cannot be read or cannot be cut as wanted.
 */
export async function applyProtocol(
  reader: Reader,
  protocol: HangingProtocol,
  studyInstanceUid: string,
): Promise<AppliedProtocol> {
  const study = reader.state.studies.find((one) => one.studyInstanceUid === studyInstanceUid);
  const series = (study?.series ?? []).filter(showsImages);
  const shown = reader.state.shown.get(0)?.seriesInstanceUid;
  const framesOf = async (uid: string) => (await reader.stack(uid)).frames;
  const chosen = await chooseImages(protocol, series, framesOf, shown);
  if (chosen.every((images) => images === undefined)) return { empty: [...chosen.keys()] };
  reader.setLayout(protocol.layout);
  // Nor may another series stand in a place that is meant for images there are none of.
  for (let index = 0; index < reader.viewportCount; index++) if (!chosen[index]) reader.clear(index);
  await Promise.all(
    protocol.places.map(async (place, index) => {
      const images = chosen[index];
      if (images && index < reader.viewportCount) await fill(reader, index, place, images);
    }),
  );
  reader.select(0);
  return { empty: chosen.flatMap((images, index) => (images ? [] : [index])) };
}

async function fill(reader: Reader, index: number, place: HangingPlace, images: ChosenImages): Promise<void> {
  const view = await viewOf(reader, index);
  const { stack } = view.state;
  const there = stack?.seriesInstanceUid === images.seriesInstanceUid && view.loaded !== undefined;
  if (!there) await reader.show(index, images.seriesInstanceUid);
  if (images.sliceIndex !== undefined) await view.scrollTo(images.sliceIndex);
  const { plane = 'stack', slab = { mode: 'none', thicknessMm: 0 } } = place;
  if (reader.planes.choice(index).orientation !== plane) await reader.planes.setOrientation(index, plane);
  if (place.slab || reader.planes.choice(index).slab.mode !== 'none')
    await reader.planes.setSlab(index, slab);
  if (!view.loaded) return;
  // First, for it begins with the view as it came.
  if (place.side) layAtSide(view, place.side);
  setWindow(view, place.window);
  if (place.invert !== undefined) view.setInvert(place.invert);
}

function setWindow(view: StackView, window: HangingPlace['window']): void {
  const { frame } = view.state;
  if (!frame || !window) return;
  const { unit, factor } = valueScale(frame);
  if (window.unit !== 'suv') return view.setWindow(window);
  // Without dose and weight there is no SUV; the window the image came with stays.
  if (unit === '{SUVbw}g/ml')
    view.setWindow({ center: window.center / factor, width: window.width / factor });
}

/** Moves an image that is narrower than its viewport to the left or right edge; posterior (the chest wall) goes to that edge. */
function layAtSide(view: StackView, side: 'left' | 'right'): void {
  const { frame } = view.state;
  if (!frame) return;
  const corner = (column: number, row: number): [number, number] | undefined =>
    view.worldToCanvas(indexToWorld(displayPlane(frame), column, row));
  const rowDirection = frame.instance['00200020']?.Value?.[0];
  const posteriorAt = typeof rowDirection === 'string' && rowDirection.startsWith('P') ? 'right' : 'left';
  view.resetView();
  if (typeof rowDirection === 'string' && posteriorAt !== side) view.flip('horizontal');
  const { columns, rows } = frame.image;
  const [first, last] = [corner(-0.5, -0.5), corner(columns - 0.5, rows - 0.5)];
  if (!first || !last) return;
  const [left, right] = [Math.min(first[0], last[0]), Math.max(first[0], last[0])];
  const shift = side === 'left' ? -left : view.element.clientWidth - right;
  view.setCamera({ pan: [shift, 0] });
}

/** The view of a viewport, as soon as the page has made room for it. */
function viewOf(reader: Reader, index: number): Promise<StackView> {
  return new Promise((resolve) => {
    const look = (): void => {
      const view = reader.view(index);
      if (!view) return;
      reader.removeEventListener('change', look);
      resolve(view);
    };
    reader.addEventListener('change', look);
    look();
  });
}
