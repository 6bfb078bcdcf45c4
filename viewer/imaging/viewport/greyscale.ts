import {
  domainOf,
  presentationLut,
  type LookupTable,
  type Voi,
  type VoiChoice,
} from '../../../pixels/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { GreyWay } from '../presentation/greyPicture.ts';
import { voiChoicesOf } from '../presentation/voiChoicesOf.ts';
import { displayOn, type PresentationState } from '../reports/presentationState.ts';
import type { FrameDisplay } from '../reports/stateDisplay.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialWindow } from '../series/initialWindow.ts';

/** A window in force, or which of the image's VOI LUTs. */
type Chosen = { kind: 'window'; voi: Voi } | { kind: 'lut'; index: number };

/** What the engine shows when it puts greys on the screen as they are. */
export const unchanged = { lower: 0, upper: 255 } as const;

/**
 * How the greys of a viewport come about. A linear window is the engine's own work. What it cannot do exactly (tables, other
 * VOI functions, presentation LUTs, on the CPU also fractions) is computed here, and the engine gets the picture after it.
 */
export class Greyscale {
  readonly #cpu: () => boolean;
  #state: PresentationState | undefined;
  #chosen: Chosen | undefined;

  /** @param cpu whether the engine draws on the CPU */
  constructor(cpu: () => boolean) {
    this.#cpu = cpu;
  }

  /** The presentation state that images it is for are shown with. */
  get state(): PresentationState | undefined {
    return this.#state;
  }

  set state(state: PresentationState | undefined) {
    this.#state = state;
    this.#chosen = undefined;
  }

  /** Another image, or back to the beginning: its first VOI. */
  startOver(): void {
    this.#chosen = undefined;
  }

  choose(chosen: Chosen): void {
    this.#chosen = chosen;
  }

  /** How the presentation state shows a frame; undefined without one, or where it is for other images. */
  display(frame: FrameRef): FrameDisplay | undefined {
    return this.#state && !frame.derived ? displayOn(this.#state, frame) : undefined;
  }

  /** What there is to choose from: what the state offers, or the image itself. */
  choices(frame: FrameRef): readonly VoiChoice[] {
    return this.display(frame)?.voi ?? voiChoicesOf(frame);
  }

  /** Whether black and white are exchanged to begin with. */
  inverted(frame: FrameRef, loaded: LoadedFrame): boolean {
    // A presentation state says where black is; what the image calls itself does not count (PS3.3 C.11.6.1.2).
    const presented = this.display(frame)?.presentation;
    return presented ? presented.inverse : loaded.photometricInterpretation === 'MONOCHROME1';
  }

  /** The table in force and its place among the choices. */
  table(frame: FrameRef): { index: number; table: LookupTable } | undefined {
    const choices = this.choices(frame);
    const chosen = this.#chosen ?? { kind: 'lut', index: 0 };
    if (chosen.kind === 'window') return undefined;
    const choice = choices[chosen.index];
    return choice?.kind === 'lut' ? { index: chosen.index, table: choice.table } : undefined;
  }

  /** The window in force; of a table the one over all its inputs. */
  window(frame: FrameRef, loaded: LoadedFrame): Voi {
    if (this.#chosen?.kind === 'window') return this.#chosen.voi;
    const table = this.table(frame)?.table;
    return table ? domainOf(table) : this.firstWindow(frame, loaded);
  }

  /** The window to begin with. */
  firstWindow(frame: FrameRef, loaded: LoadedFrame): Voi {
    const display = this.display(frame);
    if (!display) return initialWindow(frame, loaded);
    const [first] = display.voi;
    if (first) return first.kind === 'window' ? first.voi : domainOf(first.table);
    return wholeRange(frame, display);
  }

  /** How the picture is to be computed; undefined where the engine makes it itself, by its linear window. */
  way(frame: FrameRef, loaded: LoadedFrame): GreyWay | undefined {
    if (loaded.samplesPerPixel !== 1) return undefined;
    const display = this.display(frame);
    const voi = this.table(frame)?.table ?? this.window(frame, loaded);
    const presentationTable = (display ? display.presentation : presentationLut(frame.instance))?.table;
    const modality = display?.modality;
    const linear = 'function' in voi && voi.function === 'linear';
    // On the CPU the engine counts with whole numbers only.
    const fractions = this.#cpu() && loaded.values.BYTES_PER_ELEMENT > 2;
    if (linear && !fractions && !presentationTable && !modality) return undefined;
    return { voi, presentationTable, modality };
  }
}

/** Without a VOI all that the modality LUT can give is shown (PS3.4 N.2.2). */
function wholeRange({ image, rescale }: FrameRef, { modality }: FrameDisplay): Voi {
  const { slope, intercept, table } = modality ?? rescale;
  const signed = image.pixelRepresentation === 1;
  const stored = signed
    ? [-(2 ** (image.bitsStored - 1)), 2 ** (image.bitsStored - 1) - 1]
    : [0, 2 ** image.bitsStored - 1];
  const ends = table ? [0, 2 ** table.bits - 1] : stored.map((value) => value * slope + intercept);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return { center: (low + high + 1) / 2, width: high - low + 1, function: 'linear' };
}
