import { useDebouncedCallback } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { filtersFromParams, paramsFromFilters, type WorklistFilters } from './worklistFilters.ts';

/**
 * Filters and selected study, kept in the address. Changes replace the history entry: back leaves the worklist, and
 * coming back finds it as it was.
 */
export function useWorklistFilters() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => filtersFromParams(params), [params]);
  // The address follows the selection: renders after a change of address may lag behind a held arrow key, and
  // browsers refuse too many changes of it in a short time.
  const [selectedUid, setSelectedUid] = useState(() => params.get('study') ?? undefined);

  /** Changes some filters; the first page is shown unless the page is what changes. */
  const change = useCallback(
    (changes: Partial<WorklistFilters>) => {
      const old = addressNow();
      setParams(paramsFromFilters({ ...filtersFromParams(old), page: 1, ...changes }, old), {
        replace: true,
      });
    },
    [setParams],
  );

  const writeSelection = useCallback(
    (studyInstanceUid: string) => {
      const next = addressNow();
      next.set('study', studyInstanceUid);
      setParams(next, { replace: true, preventScrollReset: true });
    },
    [setParams],
  );
  const writeSoon = useDebouncedCallback(writeSelection, 300);

  const select = useCallback(
    (studyInstanceUid: string) => {
      setSelectedUid(studyInstanceUid);
      writeSoon(studyInstanceUid);
    },
    [writeSoon],
  );

  /** Selects with the address at once: for the moment before another page is opened, so that back finds it. */
  const selectNow = useCallback(
    (studyInstanceUid: string) => {
      setSelectedUid(studyInstanceUid);
      writeSoon.cancel();
      writeSelection(studyInstanceUid);
    },
    [writeSoon, writeSelection],
  );

  return { filters, change, selectedUid, select, selectNow };
}

/** What a render knows of the address may be older. */
const addressNow = (): URLSearchParams => new URLSearchParams(window.location.search);
