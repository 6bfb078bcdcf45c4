export { StackView, type ViewMemento } from './stackView.ts';
export { displayPlane, sampleAt, type Sample } from './sampleFrame.ts';
export type { Fidelity, ViewError, ViewState, VoiWindow } from './viewState.ts';
export type { KeptCamera } from './presentedView.ts';
