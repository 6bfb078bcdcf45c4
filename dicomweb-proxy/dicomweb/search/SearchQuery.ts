import { badParameter, HttpProblem } from '../problems.ts';
import { findAttribute, type SearchAttribute } from './attributes.ts';
import { matcherFor, type Matcher } from './matching.ts';

export interface SearchQuery {
  readonly limit: number;
  readonly offset: number;
  /** Tags asked for; `all` for everything there is. */
  readonly includeFields: ReadonlySet<string> | 'all';
  readonly conditions: readonly { attribute: SearchAttribute; matches: Matcher }[];
  /** Texts for the Warning header (PS3.18 8.3.4). */
  readonly warnings: readonly string[];
}

/** More are never sent at once; X-Total-Count says how many there are. */
export const mostResults = 5_000;
const longestValue = 4_096;

/**
 * The query part of a search, PS3.18 8.3.4 and 10.6.1.2.
 * @param attributes that may be matched
 * @throws HttpProblem 400 that names the parameter
 */
export function parseSearchQuery(
  parameters: Readonly<Record<string, unknown>>,
  attributes: readonly SearchAttribute[],
): SearchQuery {
  const conditions: { attribute: SearchAttribute; matches: Matcher }[] = [];
  const includeFields = new Set<string>();
  const warnings: string[] = [];
  let [limit, offset, all] = [mostResults, 0, false];
  for (const [name, raw] of Object.entries(parameters)) {
    const values = (Array.isArray(raw) ? raw : [raw]).map((value) => asText(name, value));
    const [value = ''] = values;
    if (name === 'includefield') {
      for (const field of values.flatMap((one) => one.split(','))) {
        if (field === 'all') all = true;
        else if (field !== '') includeFields.add(fieldTag(field, attributes));
      }
      continue;
    }
    if (values.length > 1) throw badParameter(name, values.join(' and '), 'it may be given once');
    if (name === 'limit') limit = wholeNumber(name, value);
    else if (name === 'offset') offset = wholeNumber(name, value);
    else if (name === 'fuzzymatching') {
      if (value === 'true')
        warnings.push(
          'The fuzzymatching parameter is not supported. Only literal matching has been performed.',
        );
      else if (value !== 'false') throw badParameter(name, value, 'true or false');
    } else {
      const attribute = findAttribute(attributes, name);
      if (!attribute) throw unknownParameter(name, attributes);
      const matches = matcherFor(attribute.vr, value);
      if (typeof matches === 'function') conditions.push({ attribute, matches });
      else if (matches) throw badParameter(name, value, matches.allowed);
    }
  }
  if (limit > mostResults) {
    warnings.push(
      'The number of results exceeded the maximum supported by the server. Additional results can be requested.',
    );
  }
  return {
    limit: Math.min(limit, mostResults),
    offset,
    includeFields: all ? 'all' : includeFields,
    conditions,
    warnings,
  };
}

function asText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw badParameter(name, value, 'a text');
  if (value.length > longestValue) throw badParameter(name, value, `at most ${longestValue} characters`);
  return value;
}

function wholeNumber(name: string, value: string): number {
  const number = Number(value);
  if (/^\d{1,9}$/.test(value) && Number.isSafeInteger(number)) return number;
  throw badParameter(name, value, 'a whole number from 0');
}

/** Keywords of attributes that are not answered with are passed over, as the standard allows. */
function fieldTag(field: string, attributes: readonly SearchAttribute[]): string {
  const attribute = findAttribute(attributes, field);
  if (attribute) return attribute.tag;
  if (/^[0-9a-f]{8}$/i.test(field)) return field.toUpperCase();
  if (
    /^[A-Za-z][A-Za-z0-9]{1,63}(\.[A-Za-z0-9.]+)?$/.test(field) ||
    /^[0-9a-f]{8}(\.[0-9a-f]{8})+$/i.test(field)
  )
    return field;
  throw badParameter('includefield', field, 'all, keywords or tags, separated by commas');
}

function unknownParameter(name: string, attributes: readonly SearchAttribute[]): HttpProblem {
  const known = attributes.map(({ keyword }) => keyword).join(', ');
  return new HttpProblem(
    400,
    'bad-parameter',
    `${name.slice(0, 100)} cannot be searched by here. Known: ${known}, limit, offset, includefield, fuzzymatching`,
  );
}
