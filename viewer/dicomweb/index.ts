export { formatAge, formatAgeAtStudy, ageAt, parseAge, type Age } from './dicomDateAge.ts';
export {
  formatDate,
  formatDateAndTime,
  formatDateTime,
  formatTime,
  parseDate,
  parseTime,
  toDa,
} from './dicomDate.ts';
export { name, names, number, numbers, sequence, string, strings } from './dicomJson.ts';
export { tagOf, type AttributeKey } from './dicomJsonTags.ts';
export { DicomwebError, networkError, readError } from './dicomwebError.ts';
export {
  formatPersonName,
  parsePersonName,
  sameName,
  type DisplayName,
  type PersonName,
} from './personName.ts';
export { searchInstances, type InstanceSummary } from './searchInstances.ts';
export { searchSeries, searchStudies, type StudySearch, type StudySearchResult } from './qido.ts';
export type { SearchScope } from './qidoMatching.ts';
export { hasImages } from '../../pixels/index.ts';
export { otherStudiesOf } from './otherStudies.ts';
export { isLater, momentOf } from './studyMoment.ts';
export { imagesFirst, type SeriesSummary, type StudySummary } from './qidoStudy.ts';
export {
  fetchFrame,
  fetchFrameStart,
  fetchSeriesMetadata,
  framePath,
  instanceRenderedPath,
  renderedPath,
  seriesPath,
  thumbnailPath,
  transferSyntaxOf,
  type FrameAddress,
} from './wado.ts';
export { fetchStudyPreview, type StudyPreview } from './studyPreview.ts';
export {
  discardRefused,
  listRefused,
  refusedFilePath,
  retryRefused,
  type RefusedFile,
  type RefusedList,
} from './refused.ts';
export { newUid } from './newUid.ts';
export { mayBeDicom, storeInstances, type StoreResult } from './stow.ts';
export { isZip, unzip, ZipRefusedError } from './unzip.ts';
export { fetchBulkData } from './bulkData.ts';
export { fetchInstanceFile } from './instanceFile.ts';
export { findInstance } from './findInstance.ts';
export { findSeriesHolding } from './findSeriesHolding.ts';
export { pageSession, type PageSession } from './pageSession.ts';
export { openRequest, request } from './request.ts';
