import type { StudyReports } from '../reports/index.ts';
import type { Viewports } from './viewports.ts';

/** Every view, also those that come, shows its images with the presentation state that is chosen. */
export function watchPresentation(
  reports: StudyReports,
  reader: EventTarget,
  viewports: () => Viewports,
): void {
  const present = (): void => {
    for (const view of viewports().views) view.present(reports.state.shownState);
  };
  reports.addEventListener('change', present);
  reader.addEventListener('change', present);
}
