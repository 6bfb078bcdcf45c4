import { findInstance } from '../../../dicomweb/index.ts';
import { referencesOf, type Reader, type SeriesObject } from '../../../imaging/index.ts';
import { showIn, type WantedObject } from '../objects/index.ts';
import { withStudy } from './withStudy.ts';

/** Where an object is: its study and series. */
interface Home {
  studyInstanceUid: string;
  seriesInstanceUid: string;
}

/**
 * Shows what a report beside the viewports refers to in the viewport that shows its study; a study that none shows is compared with the
 * current one, so that it stands there with its date and relation. Resolves with false where the patient's studies do not have it;
 * rejects when it cannot be read.
 *
 * @param compared is told the current study and what is compared with it, when that has changed
 */
export async function showFromReport(
  reader: Reader,
  report: SeriesObject,
  wanted: WantedObject,
  compared: (studyInstanceUids: readonly string[]) => void,
): Promise<boolean> {
  const home = await homeOf(reader, report, wanted);
  if (!home) return false;
  const shown = viewportShowing(reader, home);
  if (shown !== undefined) return showIn(reader, shown, home.seriesInstanceUid, wanted);
  const { selected, studies } = reader.state;
  const current = studies[0]?.studyInstanceUid;
  if (current === undefined) return false;
  // The reader has put something else everywhere: the current study comes back where they are.
  if (home.studyInstanceUid === current) return showIn(reader, selected, home.seriesInstanceUid, wanted);
  const { comparison } = reader;
  if (!comparison.state.studies.includes(home.studyInstanceUid)) {
    await comparison.show(withStudy(comparison.state.studies, home.studyInstanceUid));
    compared([current, ...comparison.state.studies]);
  }
  // Where none of its series could be compared its viewport is empty.
  const place = viewportShowing(reader, home) ?? comparison.state.studies.indexOf(home.studyInstanceUid) + 1;
  const target = place < reader.viewportCount ? place : reader.state.selected;
  return showIn(reader, target, home.seriesInstanceUid, wanted);
}

/** The viewport that shows the series, else one that shows its study; of several the selected one. */
function viewportShowing(reader: Reader, { studyInstanceUid, seriesInstanceUid }: Home): number | undefined {
  const { shown, selected } = reader.state;
  const all = Array.from({ length: reader.viewportCount }, (_, index) => index);
  const ordered = [selected, ...all.filter((index) => index !== selected)];
  return (
    ordered.find((index) => shown.get(index)?.seriesInstanceUid === seriesInstanceUid) ??
    ordered.find((index) => shown.get(index)?.studyInstanceUid === studyInstanceUid)
  );
}

/** By the report's own evidence, else by asking its study, then the others; only in studies of this patient. */
async function homeOf(
  reader: Reader,
  report: SeriesObject,
  { sopInstanceUid, seriesInstanceUid }: WantedObject,
): Promise<Home | undefined> {
  const known = reader.examReports.dates.map(({ studyInstanceUid }) => studyInstanceUid);
  const evidence = referencesOf(report.instances[0]).find((one) => one.sopInstanceUid === sopInstanceUid);
  const study = evidence?.studyInstanceUid ?? report.studyInstanceUid;
  const series = seriesInstanceUid ?? evidence?.seriesInstanceUid;
  if (series !== undefined && known.includes(study) && (await hasSeries(reader, study, series)))
    return { studyInstanceUid: study, seriesInstanceUid: series };
  // The report's study first, then what is open: reports refer to other studies of the patient, rarely to old ones.
  const open = reader.state.studies.map(({ studyInstanceUid }) => studyInstanceUid);
  for (const one of new Set([report.studyInstanceUid, study, ...open])) {
    if (!known.includes(one)) continue;
    const found = await findInstance(one, sopInstanceUid);
    if (found) return found;
  }
  return undefined;
}

/** The evidence may be of another archive's UIDs. */
async function hasSeries({ source }: Reader, study: string, series: string): Promise<boolean> {
  const listed = await source.series(study).catch(() => []);
  return listed.some(({ seriesInstanceUid }) => seriesInstanceUid === series);
}
