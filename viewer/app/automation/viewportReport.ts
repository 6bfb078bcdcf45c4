import type { FrameRef, Reader } from '../../imaging/index.ts';
import { cineReport } from './cineCalls.ts';
import type { ViewportReport } from './automationTypes.ts';

/** What viewport `index` shows, in the words of the automation interface. */
export function viewportReport(reader: Reader, index: number): ViewportReport {
  const state = reader.viewState(index);
  const { frame, stack, error } = state;
  const object = reader.objects.object(index);
  return {
    index,
    kind: reader.objects.kind(index) ?? null,
    studyInstanceUID: stack?.studyInstanceUid ?? null,
    seriesInstanceUID: stack?.seriesInstanceUid ?? null,
    sopInstanceUID: object?.sopInstanceUid ?? (frame?.sopInstanceUid || null),
    frameNumber: frame && !frame.derived ? frame.frameNumber : null,
    sliceIndex: state.sliceIndex,
    sliceCount: stack?.frames.length ?? 0,
    orientation: reader.planes.choice(index).orientation,
    voi: state.voi ?? null,
    voiLut: state.voiLut?.index ?? null,
    edges: state.edges ?? null,
    presentationState: appliedState(reader, frame),
    invert: state.invert,
    slab: { mode: frame?.derived?.slab.mode ?? 'none', thicknessMm: frame?.sliceThicknessMm ?? 0 },
    rotation: state.rotation,
    zoom: state.zoom,
    cine: cineReport(reader, index),
    fidelity: state.fidelity,
    focalPoint: state.focalPoint ?? null,
    viewPlaneNormal: state.viewPlaneNormal ?? null,
    error: error ? { sliceIndex: error.sliceIndex, message: error.message } : null,
  };
}

/** The presentation state that a frame is shown with. */
function appliedState(reader: Reader, frame: FrameRef | undefined): string | null {
  const { shownState } = reader.reports.state;
  if (!shownState || !frame || frame.derived) return null;
  return shownState.images.includes(frame.sopInstanceUid) ? shownState.sopInstanceUid : null;
}
