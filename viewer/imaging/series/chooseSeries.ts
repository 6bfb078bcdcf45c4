export { chooseSeries, showsImages, type SeriesChoice } from '../../../pixels/index.ts';
