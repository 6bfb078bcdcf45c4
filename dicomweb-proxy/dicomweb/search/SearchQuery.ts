import { badParameter } from '../problems.ts';
import { findAttribute, type SearchAttribute } from './attributes.ts';
import { dictionaryAttribute } from './dictionary.ts';
import { isMatchable, matcherFor, type Matcher, type MatchingOptions } from './matching.ts';

export interface Condition {
  readonly attribute: SearchAttribute;
  readonly matches: Matcher;
}

export interface SearchQuery {
  readonly limit: number;
  readonly offset: number;
  /** Tags asked for; `all` for everything there is. */
  readonly includeFields: ReadonlySet<string> | 'all';
  readonly conditions: readonly Condition[];
  /** Texts for the Warning header (PS3.18 8.3.4). */
  readonly warnings: readonly string[];
}

/** What may be matched: these attributes, or every one of PS3.6 that has values to compare. */
export interface Searchable {
  readonly attributes: readonly SearchAttribute[];
  readonly orAny?: boolean;
}

/** More are never sent at once; X-Total-Count says how many there are. */
export const mostResults = 5_000;
const longestValue = 4_096;
const switches = {
  fuzzymatching: 'fuzzy',
  emptyvaluematching: 'emptyValues',
  multiplevaluematching: 'multipleValues',
} as const satisfies Record<string, keyof MatchingOptions>;

/**
 * The query part of a search, PS3.18 8.3.4 and 10.6.1.2. What cannot be searched by is ignored and said so in a
 * warning (PS3.18 8.3).
 * @throws HttpProblem 400 that names the parameter whose value is wrong
 */
export function parseSearchQuery(
  parameters: Readonly<Record<string, unknown>>,
  searchable: Searchable,
): SearchQuery {
  const options: { -readonly [name in keyof MatchingOptions]: boolean } = {};
  const includeFields = new Set<string>();
  const matches: [name: string, value: string][] = [];
  let [limit, offset, all] = [mostResults, 0, false];
  for (const [name, raw] of Object.entries(parameters)) {
    const values = (Array.isArray(raw) ? raw : [raw]).map((value) => asText(name, value));
    const [value = ''] = values;
    if (name === 'includefield') {
      for (const field of values.flatMap((one) => one.split(','))) {
        if (field === 'all') all = true;
        else if (field !== '') includeFields.add(fieldTag(field, searchable.attributes));
      }
      continue;
    }
    if (values.length > 1) throw badParameter(name, values.join(' and '), 'it may be given once');
    if (name === 'limit') limit = wholeNumber(name, value);
    else if (name === 'offset') offset = wholeNumber(name, value);
    else if (isSwitch(name)) options[switches[name]] = trueOrFalse(name, value);
    else matches.push([name, value]);
  }
  const { conditions, ignored } = parseMatches(matches, searchable, options);
  return {
    limit: Math.min(limit, mostResults),
    offset,
    includeFields: all ? 'all' : includeFields,
    conditions,
    warnings:
      ignored.length === 0
        ? []
        : [`The following parameters are not supported and have been ignored: ${ignored.join(', ')}`],
  };
}

function parseMatches(
  parameters: readonly [name: string, value: string][],
  { attributes, orAny = false }: Searchable,
  options: MatchingOptions,
): { conditions: Condition[]; ignored: string[] } {
  const conditions: Condition[] = [];
  const ignored: string[] = [];
  for (const [name, value] of parameters) {
    const attribute = findAttribute(attributes, name) ?? (orAny ? dictionaryAttribute(name) : undefined);
    if (!attribute || !isMatchable(attribute.vr)) {
      ignored.push(name.replace(/[^\w.-]/g, '?').slice(0, 64));
      continue;
    }
    const matches = matcherFor(attribute.vr, value, options);
    if (typeof matches === 'function') conditions.push({ attribute, matches });
    else if (matches) throw badParameter(name, value, matches.allowed);
  }
  return { conditions, ignored };
}

const isSwitch = (name: string): name is keyof typeof switches => Object.hasOwn(switches, name);

function trueOrFalse(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw badParameter(name, value, 'true or false');
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

/** Of an attribute within a sequence the whole sequence is answered. Keywords nobody knows are passed over. */
function fieldTag(field: string, attributes: readonly SearchAttribute[]): string {
  const [first = '', ...inside] = field.split('.');
  const isName = (name: string): boolean => /^([A-Za-z][A-Za-z0-9]{1,63}|[0-9A-Fa-f]{8})$/.test(name);
  if (!isName(first) || !inside.every(isName))
    throw badParameter('includefield', field, 'all, keywords or tags, separated by commas');
  if (/^[0-9A-Fa-f]{8}$/.test(first)) return first.toUpperCase();
  return (findAttribute(attributes, first) ?? dictionaryAttribute(first))?.tag ?? first;
}
