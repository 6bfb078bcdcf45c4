import type { DicomJson, SeriesRecord, StudyRecord } from '../../archive/index.ts';
import { seriesAttributes, studyAttributes, type SearchAttribute } from './attributes.ts';

type Values = Readonly<Record<string, readonly string[]>>;

const many = new Set(['ModalitiesInStudy']);

/** What a study is matched by and answered with, by keyword. */
export function studyValues(study: StudyRecord, root: string): Values {
  return {
    ...textValues(study.attributes),
    InstanceAvailability: ['ONLINE'],
    ModalitiesInStudy: study.modalities,
    NumberOfStudyRelatedSeries: [String(study.series.length)],
    NumberOfStudyRelatedInstances: [String(study.numberOfInstances)],
    StudyInstanceUID: [study.studyInstanceUid],
    RetrieveURL: [`${root}/studies/${study.studyInstanceUid}`],
  };
}

export function seriesValues(series: SeriesRecord, root: string): Values {
  const { studyInstanceUid, seriesInstanceUid } = series;
  return {
    ...textValues(series.attributes),
    SeriesInstanceUID: [seriesInstanceUid],
    NumberOfSeriesRelatedInstances: [String(series.numberOfInstances)],
    RetrieveURL: [`${root}/studies/${studyInstanceUid}/series/${seriesInstanceUid}`],
  };
}

function textValues(attributes: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  const entries = Object.entries(attributes).filter(([, value]) => value !== '');
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, [value]]));
}

export const studyResult = (study: StudyRecord, root: string): DicomJson =>
  withCharacterSet(toElements(studyAttributes, studyValues(study, root)));

/** @param study for a search over all series, where each result carries its study (PS3.18 10.6.3.3.2) */
export const seriesResult = (series: SeriesRecord, root: string, study?: StudyRecord): DicomJson =>
  withCharacterSet({
    ...(study ? toElements(studyAttributes, studyValues(study, root)) : {}),
    ...toElements([studyUid], { StudyInstanceUID: [series.studyInstanceUid] }),
    ...toElements(seriesAttributes, seriesValues(series, root)),
  });

const studyUid = { keyword: 'StudyInstanceUID', tag: '0020000D', vr: 'UI' } as const;

const withCharacterSet = (result: DicomJson): DicomJson => ({
  '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
  ...result,
});

function toElements(attributes: readonly SearchAttribute[], values: Values): DicomJson {
  const result: DicomJson = {};
  for (const { keyword, tag, vr } of attributes) {
    const texts = values[keyword] ?? [];
    const parts = many.has(keyword) || vr === 'PN' ? texts : texts.flatMap((text) => text.split('\\'));
    result[tag] = parts.length === 0 ? { vr } : { vr, Value: parts.map((text) => jsonValue(vr, text)) };
  }
  return result;
}

function jsonValue(vr: SearchAttribute['vr'], text: string): unknown {
  if (vr === 'IS') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (vr !== 'PN') return text;
  const [Alphabetic, Ideographic, Phonetic] = text.split('=').map((group) => group.trim());
  return {
    ...(Alphabetic && { Alphabetic }),
    ...(Ideographic && { Ideographic }),
    ...(Phonetic && { Phonetic }),
  };
}
