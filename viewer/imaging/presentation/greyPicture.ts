import { toDisplay, type LookupTable, type ModalityLut, type Voi } from '../../../pixels/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** From the values of a frame to greys. */
export interface GreyWay {
  /** A window or a table, of modality values. */
  voi: Voi | LookupTable;
  presentationTable: LookupTable | undefined;
  /** Instead of the image's own modality LUT. */
  modality: ModalityLut | undefined;
}

/**
 * The picture of a frame as greys from 0 to 255, exactly as PS3.4 N.2 has it, black being black: what the engine only has to put on the
 * screen, or invert. The frame and its modality values stay as they are.
 */
export function greyPicture(frame: FrameRef, loaded: LoadedFrame, way: GreyWay): LoadedFrame {
  const { voi, presentationTable, modality } = way;
  const table = 'entries' in voi ? voi : undefined;
  const window = 'entries' in voi ? { center: 0.5, width: 1, function: 'linear' as const } : voi;
  const { values } = toDisplay(
    // Polarity is the engine's.
    { ...loaded, ...storedOf(loaded, modality), photometricInterpretation: 'MONOCHROME2' },
    {
      ...steps(frame, loaded, modality),
      center: window.center,
      width: window.width,
      voiFunction: window.function,
      voiTable: table,
      presentationTable,
      invert: false,
    },
  );
  return { ...loaded, values: new Uint8Array(values.buffer), min: 0, max: 255, bitsStored: 8, greys: true };
}

/** A modality LUT of another's goes by stored values. */
const storedOf = ({ stored }: LoadedFrame, modality: ModalityLut | undefined) =>
  modality && stored ? { values: stored } : {};

/** From the values at hand to modality values; rescaled ones are turned back where another modality LUT is to be applied. */
function steps(frame: FrameRef, { stored }: LoadedFrame, modality: ModalityLut | undefined) {
  if (!modality) return { slope: 1, intercept: 0 };
  const { slope, intercept } = stored ? { slope: 1, intercept: 0 } : frame.rescale;
  const [perValue, offset] = [1 / slope, -intercept / slope];
  if (modality.table) return { slope: perValue, intercept: offset, modalityTable: modality.table };
  return {
    slope: modality.slope * perValue,
    intercept: modality.slope * offset + modality.intercept,
  };
}
