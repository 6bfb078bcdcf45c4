import type { Language } from './languages.ts';
import { codeMeanings } from './zh-CN/codeMeanings.ts';

/** What a code means in the language of the reader: the standard's own codes by their value, others as the object words them. */
export function codeMeaning(
  code: { value: string; scheme: string; meaning: string },
  language: Language,
): string {
  if (language !== 'zh-CN') return code.meaning || code.value;
  return codeMeanings[schemeOf(code.scheme)]?.[code.value] ?? (code.meaning || code.value);
}

/** SNOMED has had several designators. */
const schemeOf = (designator: string): string =>
  designator === 'SNM3' || designator === '99SDM' ? 'SRT' : designator;
