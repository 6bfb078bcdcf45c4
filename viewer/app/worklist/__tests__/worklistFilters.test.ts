import { describe, expect, it } from 'vitest';
import {
  daysOf,
  filtersFromParams,
  isFiltered,
  noFilters,
  paramsFromFilters,
  studySearch,
} from '../worklistFilters.ts';

const read = (query: string) => filtersFromParams(new URLSearchParams(query));

describe('filters in the address', () => {
  it('are none where the address says none', () => {
    expect(read('')).toEqual(noFilters);
    expect(paramsFromFilters(noFilters).toString()).toBe('');
  });

  it.each([
    'q=%E7%8E%8B%E5%B0%8F%E4%B8%9C&in=name&modality=CT%2CMR&range=7d&page=3&size=100',
    'modality=US&from=20260101&to=20260131',
    'to=20260131&study=1.2.3',
    'q=CT-0042&range=today&study=1.2.840.99',
  ])('survive being read and written: %s', (query) => {
    const params = new URLSearchParams(query);
    expect(paramsFromFilters(filtersFromParams(params), params).toString()).toBe(query);
  });

  it('are as none where they make no sense', () => {
    expect(read('in=birthday&modality=ct,<b>,CT&range=year&page=-2&size=7&from=2026')).toEqual({
      ...noFilters,
      modalities: ['CT'],
    });
  });

  it('prefer fixed days to a range that moves', () => {
    expect(read('range=7d&from=20260101').range).toEqual({ from: '20260101' });
  });
});

describe('daysOf', () => {
  const today = new Date(2026, 2, 3, 23, 30); // 3 March 2026, late in the evening

  it('counts today as the last of the days', () => {
    expect(daysOf({ quick: 'today' }, today)).toEqual({ from: '20260303' });
    expect(daysOf({ quick: '7d' }, today)).toEqual({ from: '20260225' });
    expect(daysOf({ quick: '30d' }, today)).toEqual({ from: '20260202' });
    expect(daysOf({ quick: 'all' }, today)).toEqual({});
  });
});

describe('studySearch', () => {
  it('asks for the page', () => {
    const search = studySearch(
      { ...noFilters, page: 3, pageSize: 25, range: { to: '20260131' } },
      new Date(),
    );
    expect(search).toEqual({
      text: '',
      scope: 'any',
      modalities: [],
      dateTo: '20260131',
      limit: 25,
      offset: 50,
    });
  });
});

describe('isFiltered', () => {
  it('is about what narrows the list, not about pages', () => {
    expect(isFiltered({ ...noFilters, page: 4, pageSize: 100, text: '  ' })).toBe(false);
    expect(isFiltered({ ...noFilters, text: 'a' })).toBe(true);
    expect(isFiltered({ ...noFilters, modalities: ['CT'] })).toBe(true);
    expect(isFiltered({ ...noFilters, range: { from: '20260101' } })).toBe(true);
    expect(isFiltered({ ...noFilters, range: { quick: 'today' } })).toBe(true);
  });
});
