export { KeyImageBanner } from './KeyImageBanner.tsx';
export { ObjectPane } from './ObjectPane.tsx';
export { OtherObjectsMark } from './OtherObjectsMark.tsx';
export { PointedOutOverlay } from './PointedOutOverlay.tsx';
export { SeriesIcon } from './seriesIcon.tsx';
export { useShownObject } from './useShownObject.ts';
