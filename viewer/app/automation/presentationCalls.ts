import type { Reader, StackView } from '../../imaging/index.ts';

/** A VOI that the image of a viewport, or the presentation state it is shown with, offers. */
export interface VoiChoiceReport {
  kind: 'lut' | 'window';
  explanation: string;
  /** In modality values; null for a LUT. */
  window: { center: number; width: number; function: 'linear' | 'linear-exact' | 'sigmoid' } | null;
}

export interface PresentationStateReport {
  sopInstanceUID: string;
  label: string;
  description: string;
  /** SOP Instance UIDs of the images it is for. */
  images: string[];
  /** What it asks for and is not applied. */
  notApplied: string[];
}

/** The calls about how images ask to be shown. */
export interface PresentationCalls {
  getVoiChoices(index: number): Promise<VoiChoiceReport[]>;
  /** Takes one of them, by its place in the list. */
  setVoi(index: number, choice: number): Promise<void>;
  getPresentationStates(): Promise<PresentationStateReport[]>;
  /** Shows the images it is for as a presentation state wants them; null: as they are themselves. */
  setPresentationState(sopInstanceUID: string | null): Promise<void>;
  /** Switches overlays and shutters off and on, in all viewports. */
  setCover(visible: { overlays?: boolean; shutters?: boolean }): Promise<void>;
}

/** How images ask to be shown, carried out on a reading room. */
export function presentationCalls(reader: Reader): PresentationCalls {
  const viewAt = (index: number): StackView => {
    const view = reader.view(index);
    if (!view?.loaded) throw new Error(`viewport ${index} shows no image yet`);
    return view;
  };
  return {
    getVoiChoices: async (index) =>
      viewAt(index).voiChoices.map((choice) => ({
        kind: choice.kind,
        explanation: choice.explanation,
        window: choice.kind === 'window' ? { ...choice.voi } : null,
      })),
    setVoi: async (index, choice) => viewAt(index).chooseVoi(choice),
    getPresentationStates: async () =>
      reader.reports.state.presentationStates.map((state) => ({
        sopInstanceUID: state.sopInstanceUid,
        label: state.label,
        description: state.description,
        images: [...state.images],
        notApplied: [...state.notApplied],
      })),
    setPresentationState: async (sopInstanceUID) => {
      const { presentationStates } = reader.reports.state;
      if (sopInstanceUID !== null && !presentationStates.some((one) => one.sopInstanceUid === sopInstanceUID))
        throw new RangeError(`the open studies have no presentation state ${sopInstanceUID}`);
      reader.reports.showState(sopInstanceUID ?? undefined);
    },
    setCover: async ({ overlays, shutters }) => {
      reader.setHidden({
        ...(overlays !== undefined && { overlays: !overlays }),
        ...(shutters !== undefined && { shutters: !shutters }),
      });
    },
  };
}
