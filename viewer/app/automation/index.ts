import type { Reader } from '../../imaging/index.ts';
import { createAutomation } from './createAutomation.ts';
import { publish } from './published.ts';

export type {
  MeasuredValueReport,
  MeasurementEventReport,
  MeasurementReport,
  MeasurementRequest,
} from './measurementTypes.ts';
export type { Volume3dReport, Volume3dWish } from './volume3dCalls.ts';
export type { FindingReport, FollowUpReport } from './followUpCalls.ts';
export type { OfferedReportReport, ReportPanelReport } from './reportPanelCalls.ts';
export type { RegistrationReport } from './comparisonCalls.ts';
export type { OverlayReport, OverlayWish } from './overlayCalls.ts';
export { followAutomation } from './published.ts';
export type {
  Automation,
  AutomationEvents,
  PixelsReport,
  ScrollTarget,
  ViewportReport,
} from './automationTypes.ts';

/** Offers a reading room's commands as `window.yunying`; the returned function takes them back. */
export function publishAutomation(reader: Reader, open: (studyUIDs: readonly string[]) => void): () => void {
  const automation = createAutomation(reader, open);
  publish(automation);
  return () => {
    if (window.yunying === automation) publish(undefined);
  };
}
