import type {
  ActiveTool,
  Fidelity,
  Layout,
  ObjectKind,
  PlaneOrientation,
  Point3,
  ReaderEvents,
  Slab,
} from '../../imaging/index.ts';
import type { ObjectCalls } from './objectCalls.ts';
import type { ComparisonCalls } from './comparisonCalls.ts';
import type { FollowUpCalls } from './followUpCalls.ts';
import type { ReportPanelCalls } from './reportPanelCalls.ts';
import type { CineCalls, CineReport } from './cineCalls.ts';
import type { OverlayCalls } from './overlayCalls.ts';
import type { PlaneCalls } from './planeCalls.ts';
import type { Volume3dCalls } from './volume3dCalls.ts';
import type { MeasurementCalls, MeasurementEventReport } from './measurementTypes.ts';
import type { PresentationCalls } from './presentationCalls.ts';
import type { KeyImageCalls } from './keyImageCalls.ts';

/** One viewport as the automation interface tells of it. */
export interface ViewportReport {
  /** 0-based, in reading order. */
  index: number;
  /** What is shown: `image` of frames; null while there is nothing. */
  kind: ObjectKind | null;
  studyInstanceUID: string | null;
  seriesInstanceUID: string | null;
  sopInstanceUID: string | null;
  /** 1-based. */
  frameNumber: number | null;
  sliceIndex: number;
  sliceCount: number;
  orientation: PlaneOrientation;
  /** In modality values; null while it is not known (under a server's preview). */
  voi: { center: number; width: number } | null;
  /** The VOI LUT that is shown instead of a window, by its place in `getVoiChoices`; `voi` is the window over all its inputs then. */
  voiLut: number | null;
  /** The letters at the edges: of the patient's directions; null where they are not known. */
  edges: { top: string; bottom: string; left: string; right: string } | null;
  /** SOP Instance UID of the presentation state the image is shown with. */
  presentationState: string | null;
  invert: boolean;
  /** `thicknessMm` without a slab: the slice's own. */
  slab: Slab;
  /** Degrees, clockwise from the way the image is stored. */
  rotation: number;
  /** 1 is fitted to the viewport. */
  zoom: number;
  cine: CineReport;
  fidelity: Fidelity;
  /** Patient mm (LPS); null where the image has no place in the patient. */
  focalPoint: Point3 | null;
  viewPlaneNormal: Point3 | null;
  /** Why the slice that was asked for is not shown. */
  error: { sliceIndex: number; message: string } | null;
}

/** The shown slice in modality values at source resolution, before VOI. */
export interface PixelsReport {
  rows: number;
  columns: number;
  samplesPerPixel: number;
  /** `rows * columns * samplesPerPixel` values, row by row. */
  values: ArrayLike<number>;
  unit: string;
  /** From (column, row, 0, 1) to patient mm: 16 numbers, row-major. */
  indexToWorld: number[];
}

export type ScrollTarget = { sopInstanceUID: string } | { sliceIndex: number } | { point: Point3 };

/** What can be listened to, with what is told. */
export type AutomationEvents = Omit<ReaderEvents, 'measurement'> & { measurement: MeasurementEventReport };

/** `window.yunying`: the one automation interface. Every call returns a promise and rejects with a reason. */
export interface Automation
  extends
    MeasurementCalls,
    PlaneCalls,
    Volume3dCalls,
    KeyImageCalls,
    CineCalls,
    PresentationCalls,
    ObjectCalls,
    OverlayCalls,
    ComparisonCalls,
    FollowUpCalls,
    ReportPanelCalls {
  readonly version: '1.0';
  open(studyUIDs: string[]): Promise<void>;
  getViewports(): Promise<ViewportReport[]>;
  setLayout(layout: Layout): Promise<void>;
  show(index: number, target: { seriesInstanceUID: string }): Promise<void>;
  setWindow(index: number, window: { center: number; width: number }): Promise<void>;
  setInvert(index: number, invert: boolean): Promise<void>;
  setCamera(
    index: number,
    camera: { zoom?: number; pan?: [number, number]; rotation?: number },
  ): Promise<void>;
  setTool(tool: ActiveTool): Promise<void>;
  scrollTo(index: number, target: ScrollTarget): Promise<void>;
  valueAt(index: number, point: Point3): Promise<{ value: number | [number, number, number]; unit: string }>;
  getPixels(index: number): Promise<PixelsReport>;
  /** Where a point in patient mm lies in the viewport, CSS pixels from its upper left corner. */
  worldToCanvas(index: number, point: Point3): Promise<[number, number]>;
  /**
   * Calls `handler` whenever `event` happens; resolves with a function that ends it. `ready`, `first-image` and
   * `series-complete` that happened already are told at once.
   */
  on<Name extends keyof AutomationEvents>(
    event: Name,
    handler: (detail: AutomationEvents[Name]) => void,
  ): Promise<() => void>;
}

declare global {
  interface Window {
    yunying?: Automation;
  }
}
