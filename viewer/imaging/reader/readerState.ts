import type { ActiveTool } from '../engine/tools.ts';
import type { ObjectKind } from '../objects/objectKind.ts';
import type { RegistrationFound } from '../comparison/index.ts';
import type { MeasurementHappened } from '../measurements/index.ts';
import { DicomwebError, type SeriesSummary, type StudySummary } from '../../dicomweb/index.ts';

/** A study in the reading room, with what is known of it so far. */
export interface OpenStudy {
  studyInstanceUid: string;
  status: 'loading' | 'ready' | 'failed';
  study: StudySummary | undefined;
  series: SeriesSummary[];
  error: ReaderFault | undefined;
}

/** What went wrong, with a code that texts are chosen by. */
export interface ReaderFault {
  code: string;
  message: string;
}

/** What a viewport was told to show. */
export interface ShownSeries {
  studyInstanceUid: string;
  seriesInstanceUid: string;
}

export interface Layout {
  rows: number;
  columns: number;
}

/** The reading room as a whole. A new object whenever anything in it changed. */
export interface ReaderState {
  /** In the order in which they were asked for: the current study first. */
  studies: OpenStudy[];
  layout: Layout;
  /** The series that each viewport shows or is about to show, by its UID. */
  shown: ReadonlyMap<number, ShownSeries>;
  /** The viewport that commands go to. */
  selected: number;
  /** The viewport that fills the room for the moment. */
  maximised: number | undefined;
  /** What the left button, or one finger, does. */
  tool: ActiveTool;
  /** `failed`: the script of the engine could not be loaded or started. */
  engine: 'loading' | 'gpu' | 'cpu' | 'failed';
  /** Values between pixels are interpolated for the screen. */
  smooth: boolean;
  /** What the reader has switched off in all pictures. */
  hidden: { overlays: boolean; shutters: boolean };
  /** The graphics memory was taken away by the browser. */
  contextLost: boolean;
}

/** What a reading room tells those who listen. */
export interface ReaderEvents {
  /** The engine stands and the series of every study are listed. */
  ready: { studyInstanceUids: string[] };
  /** A viewport shows the first full image of a series. */
  'first-image': { index: number; seriesInstanceUid: string };
  /** A viewport shows an object that is no stack of frames: it is on the screen. */
  'object-shown': { index: number; kind: ObjectKind; seriesInstanceUid: string; sopInstanceUid: string };
  /** Every frame of a shown series is loaded or has failed. */
  'series-complete': { seriesInstanceUid: string; loaded: number; failed: number };
  /** Every frame of the volume that a viewport shows planes of is in it, in full resolution or not at all. */
  'mpr-complete': { seriesInstanceUid: string };
  selection: { index: number };
  /** More is known of how places of one viewport are found in another. */
  registration: RegistrationFound;
  /** One measurement has come, changed or gone. */
  measurement: MeasurementHappened;
  error: { index?: number; code: string; message: string };
}

/** Events that who comes late is told of. */
export const rememberedEvents: readonly (keyof ReaderEvents)[] = [
  'ready',
  'first-image',
  'series-complete',
  'mpr-complete',
  'object-shown',
  'registration',
];

/** The code and the sentence of whatever was thrown. */
export function faultOf(error: unknown): ReaderFault {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof DicomwebError ? error.code : 'unexpected', message };
}
