import type { MeasurementStore } from '../measurements/index.ts';
import type { Finding } from '../followUp/index.ts';
import type { ReaderFault, ReaderState } from '../reader/readerState.ts';
import type { StudySource } from '../series/studySource.ts';
import type { PresentationState } from './presentationState.ts';
import type { ListedReport } from './readStudy.ts';

/** The room whose studies are reported on: a Reader is. Dispatches `change`, and `ready` when its studies are listed. */
export interface ReportedRoom extends EventTarget {
  readonly state: ReaderState;
  readonly source: StudySource;
  readonly measurements: MeasurementStore;
  readonly followUp: { readonly state: { readonly findings: readonly Finding[] } };
  /** Lists the series of a study again. Never rejects. */
  relist(studyInstanceUid: string): Promise<void>;
}

/** How far saving is. A new object whenever anything in it changed. */
export interface ReportsState {
  readonly status: 'reading' | 'ready' | 'saving' | 'failed';
  /** Measurements and key images of one's own that the archive does not have as they are now, deleted ones included. */
  readonly unsaved: number;
  /** Whether what is unsaved is safe in this browser. */
  readonly kept: boolean;
  /** How many unsaved ones an earlier visit had left in this browser. */
  readonly restored: number;
  /** Something has been saved since the room was opened. */
  readonly saved: boolean;
  /** Why saving failed last. */
  readonly failure: ReaderFault | undefined;
  readonly reports: readonly ListedReport[];
  readonly presentationStates: readonly PresentationState[];
  /** The presentation state whose annotations are shown. */
  readonly shownState: PresentationState | undefined;
  /** How many measurements no report can hold: their image is gone, or nothing says where their plane lies. They stay unsaved. */
  readonly leftOut: number;
  /** Documents of the studies that could not be read, and why. */
  readonly unread: readonly string[];
}
