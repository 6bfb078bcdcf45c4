import { toDa, type SearchScope, type StudySearch } from '../../dicomweb/index.ts';

export const quickRanges = ['today', '7d', '30d', 'all'] as const;
export type QuickRange = (typeof quickRanges)[number];

/** Days of a study: a quick range that moves with today, or fixed days (DA), open on a side that is absent. */
export type DateRange = { quick: QuickRange } | { from?: string; to?: string };

export const pageSizes = [25, 50, 100] as const;
export const modalityChoices = ['CT', 'MR', 'DX', 'CR', 'US', 'MG', 'XA', 'RF', 'PT', 'NM'] as const;

/** Everything the worklist shows follows from this; it lives in the address, so that reload and back keep it. */
export interface WorklistFilters {
  text: string;
  scope: SearchScope;
  modalities: string[];
  range: DateRange;
  /** From 1. */
  page: number;
  pageSize: number;
}

export const noFilters: WorklistFilters = {
  text: '',
  scope: 'any',
  modalities: [],
  range: { quick: 'all' },
  page: 1,
  pageSize: 50,
};

/** Reads the address's parameters; what is missing or makes no sense is as in `noFilters`. */
export function filtersFromParams(params: URLSearchParams): WorklistFilters {
  const page = Number(params.get('page'));
  const pageSize = Number(params.get('size'));
  return {
    text: params.get('q') ?? noFilters.text,
    scope: oneOf(['any', 'name', 'id', 'accession'], params.get('in')) ?? noFilters.scope,
    modalities: (params.get('modality') ?? '').split(',').filter((code) => /^[A-Z]{2,16}$/.test(code)),
    range: rangeFromParams(params),
    page: Number.isInteger(page) && page > 0 ? page : noFilters.page,
    pageSize: oneOf(pageSizes, pageSize) ?? noFilters.pageSize,
  };
}

/** The parameters that say these filters, and no others, on top of `rest` (the selected study). */
export function paramsFromFilters(
  filters: WorklistFilters,
  rest: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const params = new URLSearchParams();
  const set = (name: string, value: string | undefined, unless = '') => {
    if (value !== undefined && value !== unless) params.set(name, value);
  };
  set('q', filters.text);
  set('in', filters.scope, noFilters.scope);
  set('modality', filters.modalities.join(','));
  if ('quick' in filters.range) set('range', filters.range.quick, 'all');
  else {
    set('from', filters.range.from);
    set('to', filters.range.to);
  }
  set('page', String(filters.page), '1');
  set('size', String(filters.pageSize), String(noFilters.pageSize));
  set('study', rest.get('study') ?? '');
  return params;
}

/** The search to ask the server for. @param today the day `range` counts from */
export function studySearch(filters: WorklistFilters, today: Date): StudySearch {
  const { from, to } = daysOf(filters.range, today);
  return {
    text: filters.text,
    scope: filters.scope,
    modalities: filters.modalities,
    ...(from !== undefined && { dateFrom: from }),
    ...(to !== undefined && { dateTo: to }),
    limit: filters.pageSize,
    offset: (filters.page - 1) * filters.pageSize,
  };
}

/** First and last day as DA; `7d` is today and the six days before. */
export function daysOf(range: DateRange, today: Date): { from?: string; to?: string } {
  if (!('quick' in range)) return range;
  const daysBefore = { today: 0, '7d': 6, '30d': 29, all: undefined }[range.quick];
  if (daysBefore === undefined) return {};
  // No last day: a study dated tomorrow, by a device whose clock is ahead, must not be hidden.
  return { from: toDa(new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysBefore)) };
}

export function isFiltered(filters: WorklistFilters): boolean {
  return filters.text.trim() !== '' || filters.modalities.length > 0 || isDated(filters.range);
}

/** The nearest page size that is offered. */
export const oneOfPageSizes = (size: number): number => oneOf(pageSizes, size) ?? noFilters.pageSize;

export const isDated = (range: DateRange): boolean => !('quick' in range) || range.quick !== 'all';

function rangeFromParams(params: URLSearchParams): DateRange {
  const [from, to] = [params.get('from'), params.get('to')].map((day) =>
    /^\d{8}$/.test(day ?? '') ? day : null,
  );
  if (from || to) return { ...(from && { from }), ...(to && { to }) };
  return { quick: oneOf(quickRanges, params.get('range')) ?? 'all' };
}

function oneOf<T>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((candidate) => candidate === value);
}
