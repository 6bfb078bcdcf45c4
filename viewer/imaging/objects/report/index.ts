export {
  reportContent,
  type ReportCode,
  type ReportGraphic,
  type ReportItem,
  type ReportReference,
  type ReportValue,
} from './reportContent.ts';
export { reportHead, type ReportHead } from './reportHead.ts';
