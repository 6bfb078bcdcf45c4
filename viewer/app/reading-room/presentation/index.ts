export { CoverLayer } from './CoverLayer.tsx';
export { PresentationTexts } from './PresentationTexts.tsx';
export { projectionKeys, ProjectionText } from './ProjectionText.tsx';
export { voiChoicesFor } from './voiChoicesFor.ts';
