export { startDrag } from './dragged.ts';
export { HangingChoices, HangingMenu } from './HangingMenu.tsx';
export { LayoutPicker } from './LayoutPicker.tsx';
export { ReferenceLines } from './ReferenceLines.tsx';
export { SaveArrangement } from './SaveArrangement.tsx';
export { SwapHandle } from './SwapHandle.tsx';
export { useDropTarget } from './useDropTarget.ts';
export { useOpeningArrangement } from './useHanging.ts';
