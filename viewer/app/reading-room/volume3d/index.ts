export { Volume3dLayer } from './Volume3dLayer.tsx';
export { useVolume3d } from './useVolume3d.ts';
export { toggleVolume3d } from './toggleVolume3d.ts';
export { volumeAction } from './volumeAction.ts';
export { useToggleVolume3d } from './useToggleVolume3d.ts';
