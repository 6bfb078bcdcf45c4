import { formatDate, formatDateTime, formatPersonName, formatTime } from '../../../../dicomweb/index.ts';
import { codeMeaning, sopClassName, type Language, type useTranslation } from '../../../../i18n/index.ts';
import type { ReportCode, ReportItem, ReportReference } from '../../../../imaging/index.ts';

type Translate = ReturnType<typeof useTranslation<'objects'>>['t'];

/** The words of a report in the language of its reader. */
export interface ReportTexts {
  t: Translate;
  language: Language;
  /** The whole tree: items refer to each other by their place in it. */
  root: ReportItem;
}

const shapes = ['POINT', 'MULTIPOINT', 'POLYLINE', 'POLYGON', 'CIRCLE', 'ELLIPSE', 'ELLIPSOID'] as const;

/** What an item is called; empty where it has no name. */
export const nameText = ({ concept }: ReportItem, { language }: ReportTexts): string =>
  concept ? codeMeaning(concept, language) : '';

/** What an item says; empty of containers. */
export function valueText(item: ReportItem, texts: ReportTexts): string {
  const { t, language, root } = texts;
  const { value } = item;
  switch (value.kind) {
    case 'container':
      return '';
    case 'text':
      return value.text;
    case 'uid':
      return value.uid;
    case 'code':
      return codeMeaning(value.code, language);
    case 'name':
      return formatPersonName(value.name, language)?.primary ?? '';
    case 'moment':
      if (value.type === 'DATE') return formatDate(value.text, language);
      if (value.type === 'TIME') return formatTime(value.text, language, { seconds: true });
      return formatDateTime(value.text, language, { seconds: true });
    case 'number': {
      const qualifier = value.qualifier && codeMeaning(value.qualifier, language);
      if (value.text === undefined) return qualifier ?? t('report.missing');
      return [value.text, value.unit && unitText(value.unit), qualifier && `(${qualifier})`]
        .filter(Boolean)
        .join(' ');
    }
    case 'graphic': {
      const { type, data, frameOfReferenceUid } = value.graphic;
      const known = shapes.find((shape) => shape === type);
      const count = data.length / (frameOfReferenceUid === undefined ? 2 : 3);
      return t('report.region', { shape: known ? t(`report.shapes.${known}`) : type, count });
    }
    case 'time-range':
      return [value.type, value.positions.join(', ')].filter(Boolean).join(': ');
    case 'objects':
      return value.references.map((reference) => referenceText(reference, texts)).join('; ');
    case 'see': {
      const target = itemAt(root, value.path);
      const what = target && [nameText(target, texts), valueText(target, texts)].filter(Boolean).join(': ');
      return t('report.see', { path: what || value.path.join('.') });
    }
    case 'unread':
      return t('report.unread', { type: item.valueType || '?' });
  }
}

export function referenceText(
  { sopClassUid, frameNumbers, segmentNumbers }: ReportReference,
  { t, language }: ReportTexts,
): string {
  return [
    sopClassName(sopClassUid, language),
    ...frameNumbers.map((number) => t('report.frame', { number })),
    ...segmentNumbers.map((number) => t('report.segment', { number })),
  ].join(' ');
}

/** UCUM as it is written in texts: `mm[Hg]` mmHg, `cm2` cm², `mGy.cm` mGy·cm, `1` nothing, `{SUVbw}g/ml` g/ml {SUVbw}. */
export function unitText({ value, scheme, meaning }: ReportCode): string {
  if (scheme !== 'UCUM') return meaning;
  if (value === '1' || value === 'no units' || value === '{no units}') return '';
  // A remark alone is all there is of the unit: `{pixels}`, `{H.B.}/min`.
  if (/^\{[^}]*\}$/.test(value)) return value.slice(1, -1);
  const remark = /^\{([^}]*)\}(?=\w)/.exec(value)?.[1];
  const plain = (remark === undefined ? value : value.slice(remark.length + 2))
    .replace(/\[([^\]]*)\]/g, '$1')
    .replace(/(?<=[a-zA-Z])2(?!\d)/g, '²')
    .replace(/(?<=[a-zA-Z])3(?!\d)/g, '³')
    .replace(/(?<![a-zA-Z])u(?=[A-Za-z])/g, 'µ')
    .replace(/(?<=[\w²³])\.(?=[A-Za-z])/g, '·')
    .replace(/^deg$/, '°');
  return remark === undefined ? plain : `${plain} {${remark}}`;
}

/** The item at a path of places counted from 1, the root being 1 (PS3.3 C.17.3.2.5). */
export function itemAt(root: ReportItem, [, ...places]: readonly number[]): ReportItem | undefined {
  let item: ReportItem | undefined = root;
  for (const place of places) item = item?.children[place - 1];
  return item;
}

/** All of it from the top, one line for each item. */
export function reportLines(
  item: ReportItem,
  texts: ReportTexts,
  level = 0,
): { level: number; name: string; value: string }[] {
  return [
    { level, name: nameText(item, texts), value: valueText(item, texts) },
    ...item.children.flatMap((child) => reportLines(child, texts, level + 1)),
  ];
}
