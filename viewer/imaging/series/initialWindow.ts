import { domainOf, presentationLut, type LookupTable, type Voi } from '../../../pixels/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import { voiChoicesOf } from '../presentation/voiChoicesOf.ts';
import type { FrameRef } from './frameRef.ts';

/**
 * The window a frame is first shown with: its own first VOI (PS3.3 C.11.2), of a table the window over all its inputs, else its whole
 * range of values.
 */
export function initialWindow(frame: FrameRef, loaded: LoadedFrame): Voi {
  // From 0 to 255, unchanged.
  if (loaded.greys) return { center: 128, width: 256, function: 'linear' };
  const [own] = voiChoicesOf(frame);
  if (own) return own.kind === 'window' ? own.voi : domainOf(own.table);
  // Black to full colour, of whatever bits: a narrower window would turn shades into white.
  if (loaded.samplesPerPixel > 1) {
    const range = 2 ** loaded.bitsStored;
    return { center: range / 2, width: range, function: 'linear' };
  }
  const { min, max } = loaded;
  // Of probabilities, doses in Gy and the like a step of 1 is much: the linear function would lose one (PS3.3 C.11.2.1.3.2).
  if (loaded.values instanceof Float32Array && max - min < 64 && max > min)
    return { center: (min + max) / 2, width: max - min, function: 'linear-exact' };
  return { center: (min + max + 1) / 2, width: Math.max(1, max - min + 1), function: 'linear' };
}

/** The tables a frame is first shown with, where it has such: instead of the window, and after it. */
export function initialTables(frame: FrameRef): {
  voiTable: LookupTable | undefined;
  presentationTable: LookupTable | undefined;
} {
  const [own] = voiChoicesOf(frame);
  return {
    voiTable: own?.kind === 'lut' ? own.table : undefined,
    presentationTable: presentationLut(frame.instance)?.table,
  };
}
