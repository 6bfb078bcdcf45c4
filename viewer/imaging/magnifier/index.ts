export { drawLens, type Lens, type LensMapping } from './magnify.ts';
