import {
  applyProtocol,
  builtInProtocols,
  parseHangingProtocol,
  type CineChange,
  type CineState,
  type Reader,
} from '../../imaging/index.ts';
import { preferences } from '../settings/index.ts';

/** Cine in a viewport as the automation interface tells of it; null while the viewport is not ready. */
export type CineReport = CineState | null;

/** Cine and hanging protocols. */
export interface CineCalls {
  /**
   * Plays or stops the stack of a viewport, 1 to 60 images a second; every field may be left out. Rejects for a rate outside
   * of that and where there is no such viewport. A stack of one image does not play.
   */
  setCine(index: number, cine: CineChange): Promise<void>;
  /** Lays the current study out by a hanging protocol: the id of a built-in or own one, or a protocol itself. Gives the viewports (from 0) for which it found no image. */
  applyHangingProtocol(protocol: string | object): Promise<{ empty: number[] }>;
}

export const cineCalls = (reader: Reader): CineCalls => ({
  setCine: async (index, cine) => reader.cine.set(index, cine),
  applyHangingProtocol: async (wanted) => {
    const known = [...preferences().data.hangingProtocols, ...builtInProtocols];
    const protocol =
      typeof wanted === 'string' ? known.find(({ id }) => id === wanted) : parseHangingProtocol(wanted);
    if (!protocol) throw new RangeError(`there is no hanging protocol ${String(wanted)}`);
    const study = reader.state.studies[0];
    if (!study) throw new RangeError('no study is open');
    return applyProtocol(reader, protocol, study.studyInstanceUid);
  },
});

export const cineReport = (reader: Reader, index: number): CineReport => reader.cine.state(index) ?? null;
