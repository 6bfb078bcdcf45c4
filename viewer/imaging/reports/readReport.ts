import { name, sequence, string, type PersonName } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';
import { codes } from './codes.ts';
import { childNamed, readContent, type ContentItem } from './readContent.ts';
import { readHierarchicalReferences } from './readReferences.ts';
import { manufacturer, type Evidence } from './reportHeader.ts';

/** An SR document of a study, read but not yet laid over its images. */
export interface SrDocument {
  readonly reference: Evidence;
  /** Meaning of the title's code. */
  readonly title: string;
  readonly seriesDescription: string;
  readonly manufacturer: string;
  /** Who observed, as text; empty where nobody is named. */
  readonly author: string;
  readonly verifiers: readonly PersonName[];
  /** DA and TM. */
  readonly contentDate: string;
  readonly contentTime: string;
  readonly instanceNumber: number;
  readonly predecessors: readonly string[];
  /** The objects it speaks of. */
  readonly evidence: readonly Evidence[];
  /** Series of the images it speaks of. */
  readonly imageSeries: readonly { studyInstanceUid: string; seriesInstanceUid: string }[];
  readonly content: ContentItem;
}

/** Reads an SR instance; undefined for objects that are none (no content tree). */
export function readReport(instance: DicomJson): SrDocument | undefined {
  const sopInstanceUid = string(instance, 'SOPInstanceUID');
  if (sopInstanceUid === undefined || string(instance, '0040A040') === undefined) return undefined;
  const content = readContent(instance);
  const studyInstanceUid = string(instance, 'StudyInstanceUID') ?? '';
  const evidence = ['0040A375', '0040A385'].flatMap((tag) => readHierarchicalReferences(instance, tag));
  return {
    reference: {
      studyInstanceUid,
      seriesInstanceUid: string(instance, 'SeriesInstanceUID') ?? '',
      sopClassUid: string(instance, 'SOPClassUID') ?? '',
      sopInstanceUid,
    },
    title: content.concept?.meaning ?? '',
    seriesDescription: string(instance, 'SeriesDescription') ?? '',
    manufacturer: string(instance, '00080070') ?? '',
    author: childNamed(content, codes.personObserverName)?.text ?? '',
    verifiers: sequence(instance, '0040A073').flatMap((verifier) => name(verifier, '0040A075') ?? []),
    contentDate: string(instance, '00080023') ?? '',
    contentTime: string(instance, '00080033') ?? '',
    instanceNumber: Number(string(instance, 'InstanceNumber') ?? 0),
    predecessors: readHierarchicalReferences(instance, '0040A360').map((one) => one.sopInstanceUid),
    evidence,
    imageSeries: [
      ...new Map(
        [...evidence, ...sourceSeries(content, studyInstanceUid)].map((one) => [one.seriesInstanceUid, one]),
      ).values(),
    ],
    content,
  };
}

/** Whether this program wrote the document, for the same person. */
export const isOwn = (document: SrDocument, author: string | undefined): boolean =>
  document.manufacturer === manufacturer && document.author === (author ?? '');

/** Those that no other document replaces, the oldest first. */
export function newestReports(documents: readonly SrDocument[]): SrDocument[] {
  const replaced = new Set(documents.flatMap((document) => document.predecessors));
  return documents
    .filter((document) => !replaced.has(document.reference.sopInstanceUid))
    .toSorted((a, b) => (momentOf(a) < momentOf(b) ? -1 : 1));
}

const momentOf = ({ contentDate, contentTime }: SrDocument): string => contentDate + contentTime;

/** Series named where measurements lie on computed planes and no image can be. */
function sourceSeries(content: ContentItem, studyInstanceUid: string) {
  const named = (item: ContentItem): string[] => [
    ...(item.valueType === 'UIDREF' && item.concept?.value === codes.sourceSeries.value && item.text
      ? [item.text]
      : []),
    ...item.children.flatMap(named),
  ];
  return named(content).map((seriesInstanceUid) => ({ studyInstanceUid, seriesInstanceUid }));
}
