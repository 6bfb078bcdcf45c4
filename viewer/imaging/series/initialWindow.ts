import { voiFromInstance, type Voi } from '../../../pixels/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from './frameRef.ts';

/** The window a frame is first shown with: its own first VOI (PS3.3 C.11.2), else its whole range of values. */
export function initialWindow(frame: FrameRef, loaded: LoadedFrame): Voi {
  const own = voiFromInstance(frame.instance);
  if (own) return own;
  if (loaded.samplesPerPixel > 1) return { center: 128, width: 256, function: 'linear' };
  return {
    center: (loaded.min + loaded.max + 1) / 2,
    width: Math.max(1, loaded.max - loaded.min + 1),
    function: 'linear',
  };
}
