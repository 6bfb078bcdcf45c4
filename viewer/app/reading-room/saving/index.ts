export { KeyImageMark } from './KeyImageMark.tsx';
export { PresentationOverlay } from './PresentationOverlay.tsx';
export { SavingGroup } from './SavingGroup.tsx';
export { SavingNotice } from './SavingNotice.tsx';
export { toggleKeyImage } from './toggleKeyImage.ts';
export { useLeaveWarning } from './useLeaveWarning.ts';
export { useSave } from './useSave.ts';
