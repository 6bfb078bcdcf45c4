import { transferSyntaxes } from '../../../pixels/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Fidelity } from './viewState.ts';

/** How true a frame is: partial while better data is on its way, lossy where its source was compressed with loss, before it came here or as it came. */
export function fidelityOf(frame: FrameRef, loaded: LoadedFrame): Fidelity {
  if (loaded.fidelity) return loaded.fidelity;
  const lossy = frame.lossySource || transferSyntaxes[loaded.transferSyntaxUid]?.lossy === true;
  return lossy ? 'lossy' : 'lossless';
}
