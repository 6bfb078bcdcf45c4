export { keyImageOf, KeyImages, keyOfImage, type KeyImage, type KeyImageFrame } from './keyImages.ts';
export {
  csvColumns,
  measurementCsv,
  type CsvColumn,
  type CsvFigure,
  type CsvStudy,
} from './measurementCsv.ts';
export {
  annotationsOn,
  type ImagePoint,
  type PresentationState,
  type StateAnnotation,
  type StateGraphic,
  type StateText,
} from './presentationState.ts';
export type { ReportEntry } from './readMeasurements.ts';
export type { ListedReport } from './readStudy.ts';
export type { ReportsState } from './reportsState.ts';
export { StudyReports } from './studyReports.ts';
