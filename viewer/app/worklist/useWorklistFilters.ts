import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { filtersFromParams, paramsFromFilters, type WorklistFilters } from './worklistFilters.ts';

/**
 * Filters and selected study, kept in the address. Changes replace the history entry: back leaves the worklist, and
 * coming back finds it as it was.
 */
export function useWorklistFilters() {
  const [params, setParams] = useSearchParams();
  const filters = filtersFromParams(params);

  /** Changes some filters; the first page is shown unless the page is what changes. */
  const change = useCallback(
    (changes: Partial<WorklistFilters>) =>
      setParams((old) => paramsFromFilters({ ...filtersFromParams(old), page: 1, ...changes }, old), {
        replace: true,
      }),
    [setParams],
  );

  const select = useCallback(
    (studyInstanceUid: string) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          next.set('study', studyInstanceUid);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  );

  return { filters, change, selectedUid: params.get('study') ?? undefined, select };
}
