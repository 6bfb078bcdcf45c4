import { guessedElements, type DicomJson, type SeriesRecord, type StudyRecord } from '../../archive/index.ts';
import { seriesAttributes, studyAttributes, type SearchAttribute } from './attributes.ts';

/** The values of an attribute by its keyword, as text. Asked for one by one: a search looks at thousands of studies. */
export type ValuesOf = (keyword: string) => readonly string[];

const many = new Set(['ModalitiesInStudy']);

/** What a study is matched by and answered with. */
export const studyValues =
  (study: StudyRecord, root: string): ValuesOf =>
  (keyword) => {
    switch (keyword) {
      case 'InstanceAvailability':
        return ['ONLINE'];
      case 'ModalitiesInStudy':
        return study.modalities;
      case 'NumberOfStudyRelatedSeries':
        return [String(study.series.length)];
      case 'NumberOfStudyRelatedInstances':
        return [String(study.numberOfInstances)];
      case 'RetrieveURL':
        return [`${root}/studies/${study.studyInstanceUid}`];
      default:
        return textValue(study.attributes[keyword]);
    }
  };

export const seriesValues =
  (series: SeriesRecord, root: string): ValuesOf =>
  (keyword) => {
    switch (keyword) {
      case 'NumberOfSeriesRelatedInstances':
        return [String(series.numberOfInstances)];
      case 'RetrieveURL':
        return [`${root}/studies/${series.studyInstanceUid}/series/${series.seriesInstanceUid}`];
      default:
        return textValue(series.attributes[keyword]);
    }
  };

const textValue = (text: string | undefined): readonly string[] => (text ? [text] : []);

export const studyResult = (study: StudyRecord, root: string): DicomJson =>
  searchResult({
    ...toElements(studyAttributes, studyValues(study, root)),
    ...guessed(study.guessedCharacterSet),
  });

/** How a viewer knows that a name was recognised to be in another character set than its files declare. */
const guessed = (characterSet: string | undefined): DicomJson =>
  characterSet === undefined ? {} : guessedElements(characterSet);

/** @param ofStudy which attributes of its study come with it (PS3.18 10.6.3.3.2) */
export const seriesResult = (
  series: SeriesRecord,
  root: string,
  study: StudyRecord,
  ofStudy: readonly SearchAttribute[],
): DicomJson =>
  searchResult({
    ...toElements(ofStudy, studyValues(study, root)),
    ...toElements([studyUid], () => [series.studyInstanceUid]),
    ...toElements(seriesAttributes, seriesValues(series, root)),
    ...guessed(series.guessedCharacterSet ?? study.guessedCharacterSet),
  });

const studyUid = { keyword: 'StudyInstanceUID', tag: '0020000D', vr: 'UI' } as const;

/** In the order of the tags (PS3.18 F.2.2). Texts are in UTF-8, whatever they were. */
export function searchResult(elements: DicomJson): DicomJson {
  const all: DicomJson = { ...elements, '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function toElements(attributes: readonly SearchAttribute[], valuesOf: ValuesOf): DicomJson {
  const result: DicomJson = {};
  for (const { keyword, tag, vr } of attributes) {
    const texts = valuesOf(keyword);
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
