import { hasEastAsianLetters } from './personName.ts';

/** Where text typed into one box is looked for. */
export type SearchScope = 'any' | 'name' | 'id' | 'accession';

/** The matching keys of one QIDO-RS search (PS3.18 8.3.4); wildcards `*` and `?` as in PS3.4 C.2.2.2.4. */
export type MatchingKeys = Partial<Record<'PatientName' | 'PatientID' | 'AccessionNumber', string>>;

/**
 * The searches that together find `text`; a study is wanted when any of them finds it (QIDO-RS itself joins keys only
 * with "and"). With scope `any` the text decides: Chinese letters, or words, are a name; digits only are an ID or an
 * accession number; anything else may be all three.
 */
export function matchingKeys(text: string, scope: SearchScope = 'any'): MatchingKeys[] {
  // A backslash would separate values, control characters have no place in any of the keys.
  const term = text.replace(/[\\\p{Cc}]/gu, ' ').trim();
  if (term === '') return [{}];
  const byName: MatchingKeys = { PatientName: namePattern(term) };
  const byId: MatchingKeys = { PatientID: pattern(term) };
  const byAccession: MatchingKeys = { AccessionNumber: pattern(term) };
  if (scope !== 'any') return [{ name: byName, id: byId, accession: byAccession }[scope]];
  if (hasEastAsianLetters(term) || /[\p{L}^,]\s*[\s^,]\s*\p{L}/u.test(term)) return [byName];
  if (/^[\d*?]+$/.test(term)) return [byId, byAccession];
  return [byName, byId, byAccession];
}

/** Found anywhere in the value, unless the reader says where with wildcards of their own. */
function pattern(term: string): string {
  return /[*?]/.test(term) ? term : `*${term}*`;
}

/**
 * Words of a name may be separated by anything in the archive (`ZHANG^SAN`), and so may Chinese letters (`张^三`), so
 * every gap becomes a wildcard.
 */
function namePattern(term: string): string {
  if (/[*?]/.test(term)) return term;
  const words = term.split(/[\s^,=]+/).filter((word) => word !== '');
  const pieces = words.flatMap((word) => (/\p{Script=Han}/u.test(word) ? [...word] : [word]));
  return `*${pieces.join('*')}*`;
}
