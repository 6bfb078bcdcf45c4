import { fetchSeriesMetadata, findSeriesHolding, string } from '../../dicomweb/index.ts';
import { documentFacts } from '../objects/document/index.ts';
import { reportContent, reportHead } from '../objects/report/index.ts';
import { seriesObjects, type SeriesObject } from '../objects/seriesObject.ts';
import type { StudySource } from '../series/studySource.ts';
import type { ExamReport, ReportSource } from './examReport.ts';
import { reportKindOf } from './reportKind.ts';

/** Encapsulated PDF and CDA. They come in series of every modality, so they are looked for by what they are. */
const documentClasses = ['1.2.840.10008.5.1.4.1.1.104.1', '1.2.840.10008.5.1.4.1.1.104.2'];

/** The SR documents of any class and the encapsulated documents of a study. */
export const archivedReports = (source: StudySource): ReportSource => ({
  reports: async (studyInstanceUid, { anew }) => {
    const [listed, holding] = await Promise.all([
      anew ? source.seriesAnew(studyInstanceUid) : source.series(studyInstanceUid),
      findSeriesHolding(studyInstanceUid, documentClasses),
    ]);
    const structured = listed.filter(({ modality }) => modality === 'SR');
    const wanted = new Set([...structured.map(({ seriesInstanceUid }) => seriesInstanceUid), ...holding]);
    const unread: string[] = [];
    const read = [...wanted].map((seriesInstanceUid) =>
      (anew
        ? fetchSeriesMetadata(studyInstanceUid, seriesInstanceUid)
        : source.instances(studyInstanceUid, seriesInstanceUid)
      ).catch((error: unknown): [] => {
        unread.push(error instanceof Error ? error.message : String(error));
        return [];
      }),
    );
    const objects = (await Promise.all(read)).flatMap(seriesObjects);
    return { reports: objects.flatMap((object) => archivedReport(object) ?? []), unread };
  },
});

/** An object as a report; undefined for those that are none: images, waveforms, models. */
export function archivedReport(object: SeriesObject): ExamReport | undefined {
  const [instance] = object.instances;
  const { contentDate = '', contentTime = '', predecessors } = reportHead(instance);
  const common = {
    id: object.sopInstanceUid,
    studyInstanceUid: object.studyInstanceUid,
    date: contentDate,
    time: contentTime,
    replaces: predecessors,
    body: { kind: 'object', object },
  } as const;
  if (object.kind === 'report') {
    const { concept } = reportContent(instance);
    const title = concept ? '' : (string(instance, 'SeriesDescription') ?? '');
    return { ...common, kind: reportKindOf(instance), title, concept };
  }
  if (object.kind !== 'document' || !documentClasses.includes(object.sopClassUid)) return undefined;
  const { title, concept } = documentFacts(instance);
  return { ...common, kind: 'reading', title, concept };
}
