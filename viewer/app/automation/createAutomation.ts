import {
  displayPlane,
  indexToWorldMatrix,
  nearestSlice,
  sampleAt,
  worldToIndex,
  type FramePlane,
  type FrameRef,
  type LoadedFrame,
  type Point3,
  type Reader,
  type StackView,
} from '../../imaging/index.ts';
import type { Automation, ScrollTarget } from './automationTypes.ts';
import { measurementCalls, measurementEvent } from './measurementCalls.ts';
import { comparisonCalls } from './comparisonCalls.ts';
import { followUpCalls } from './followUpCalls.ts';
import { reportPanelCalls } from './reportPanelCalls.ts';
import { cineCalls } from './cineCalls.ts';
import { objectCalls } from './objectCalls.ts';
import { overlayCalls } from './overlayCalls.ts';
import { planeCalls } from './planeCalls.ts';
import { volume3dCalls } from './volume3dCalls.ts';
import { keyImageCalls } from './keyImageCalls.ts';
import { presentationCalls } from './presentationCalls.ts';
import { viewportReport } from './viewportReport.ts';

/** The commands of a HIS or a test, carried out on a reading room. `open` goes through the page's own navigation. */
export function createAutomation(reader: Reader, open: (studyUIDs: readonly string[]) => void): Automation {
  return {
    version: '1.0',
    ...keyImageCalls(reader),
    open: async (studyUIDs) => open(studyUIDs),
    getViewports: async () =>
      Array.from({ length: reader.viewportCount }, (_, index) => viewportReport(reader, index)),
    setLayout: async (layout) => reader.setLayout(layout),
    show: async (index, { seriesInstanceUID }) => reader.show(index, seriesInstanceUID),
    setWindow: async (index, window) => shown(reader, index).view.setWindow(window),
    setInvert: async (index, invert) => shown(reader, index).view.setInvert(invert),
    setCamera: async (index, camera) => shown(reader, index).view.setCamera(camera),
    setTool: async (tool) => reader.activateTool(tool),
    scrollTo: async (index, target) => {
      const view = viewAt(reader, index);
      const sliceIndex = sliceOf(view, target, (point) => reader.planes.nearest(index, point));
      await view.scrollTo(sliceIndex);
      if (view.state.error) throw new Error(view.state.error.message);
      if (view.state.sliceIndex !== sliceIndex) throw new Error('another slice was asked for meanwhile');
    },
    valueAt: async (index, point) => {
      const { view, frame, loaded } = shown(reader, index);
      requireShownSlice(view, point);
      const sample = sampleAt(frame, loaded, point);
      if (!sample) throw new RangeError(`the point ${point.join(', ')} lies outside the shown image`);
      return { value: sample.value, unit: sample.unit };
    },
    getPixels: async (index) => {
      const { frame, loaded } = shown(reader, index);
      const { rows, columns, samplesPerPixel, values } = loaded;
      const indexToWorld = indexToWorldMatrix(displayPlane(frame));
      return { rows, columns, samplesPerPixel, values: values.slice(), unit: frame.unit, indexToWorld };
    },
    worldToCanvas: async (index, point) => shown(reader, index).view.worldToCanvas(point) as [number, number],
    ...measurementCalls(reader),
    ...planeCalls(reader),
    ...volume3dCalls(reader),
    ...cineCalls(reader),
    ...presentationCalls(reader),
    ...objectCalls(reader),
    ...overlayCalls(reader),
    ...comparisonCalls(reader, open),
    ...followUpCalls(reader),
    ...reportPanelCalls(reader),
    on: async (event, handler) => {
      const listener = (happened: Event): void => {
        const { detail } = happened as CustomEvent;
        handler(event === 'measurement' ? measurementEvent(detail) : detail);
      };
      reader.addEventListener(event, listener);
      for (const past of reader.told.filter(({ type }) => type === event)) listener(past);
      return () => reader.removeEventListener(event, listener);
    },
  };
}

function viewAt(reader: Reader, index: number): StackView {
  const view = reader.view(index);
  if (!view) throw new RangeError(`there is no viewport ${index}, or the engine is not ready yet`);
  return view;
}

/** The view, frame and pixels in a viewport; throws where there is no image. */
function shown(reader: Reader, index: number): { view: StackView; frame: FrameRef; loaded: LoadedFrame } {
  const view = viewAt(reader, index);
  const { frame } = view.state;
  const kind = reader.objects.object(index)?.kind;
  if (kind) throw new Error(`viewport ${index} shows no image but an object: ${kind}`);
  if (view.state.error) throw new Error(view.state.error.message);
  if (!frame || !view.loaded) throw new Error(`viewport ${index} shows no image yet`);
  return { view, frame, loaded: view.loaded };
}

/** Throws when another slice of the stack lies nearer to the point, or none does lie near. */
function requireShownSlice(view: StackView, point: Point3): void {
  const frames = view.state.stack?.frames ?? [];
  const { frame } = view.state;
  const nearest = nearestSlice(frames, point);
  if (!frame?.plane || nearest === undefined) return;
  const distance = distanceMm(frame.plane, point);
  const { slab } = frame.derived ?? {};
  if (slab && slab.mode !== 'none' && distance <= slab.thicknessMm / 2 + 0.01) return;
  const nearestPlane = frames[nearest]?.plane ?? frame.plane;
  const slack = 0.01 + (frame.sliceThicknessMm ?? 1) / 2;
  if (
    distance > distanceMm(nearestPlane, point) + 0.01 ||
    (distance > slack && isBeyondEnds(frames, nearest))
  )
    throw new RangeError(`the point lies ${distance.toFixed(1)} mm outside the shown slice`);
}

const distanceMm = (plane: FramePlane, point: Point3): number =>
  Math.abs(worldToIndex(plane, point).distanceMm);

const isBeyondEnds = (frames: readonly FrameRef[], index: number): boolean =>
  index === 0 || index === frames.length - 1;

function sliceOf(
  view: StackView,
  target: ScrollTarget,
  nearestTo: (point: Point3) => number | undefined,
): number {
  const frames = view.state.stack?.frames ?? [];
  if ('sliceIndex' in target) {
    if (!Number.isInteger(target.sliceIndex) || target.sliceIndex < 0 || target.sliceIndex >= frames.length)
      throw new RangeError(
        `there is no slice ${target.sliceIndex}: the series has ${frames.length} (from 0)`,
      );
    return target.sliceIndex;
  }
  if ('sopInstanceUID' in target) {
    const index = frames.findIndex(({ sopInstanceUid }) => sopInstanceUid === target.sopInstanceUID);
    if (index < 0) throw new RangeError(`the shown series has no instance ${target.sopInstanceUID}`);
    return index;
  }
  const nearest = nearestTo(target.point);
  if (nearest === undefined) throw new RangeError('the shown series has no place in the patient');
  return nearest;
}
