export { ShareDialog } from './ShareDialog.tsx';
export { useMayShare } from './useMayShare.ts';
