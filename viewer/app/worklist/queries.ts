import { keepPreviousData, QueryClient, useQuery, type Query } from '@tanstack/react-query';
import {
  DicomwebError,
  otherStudiesOf,
  searchSeries,
  searchStudies,
  type StudySummary,
} from '../../dicomweb/index.ts';
import { studySearch, type WorklistFilters } from './worklistFilters.ts';

/** Outlives the page, so that coming back from the reading room shows the list at once and then renews it. */
export const worklistQueries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 15_000, refetchInterval: untilItWorks } },
});

/** The studies of the filters; while other filters load, the old ones stay (`isPlaceholderData`). */
export function useStudies(filters: WorklistFilters) {
  const day = new Date().toDateString();
  return useQuery({
    queryKey: ['studies', filters, day],
    queryFn: ({ signal }) => searchStudies(studySearch(filters, new Date()), { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useSeriesOfStudy(studyInstanceUid: string | undefined) {
  return useQuery({
    queryKey: ['series', studyInstanceUid],
    queryFn: ({ signal }) => searchSeries(studyInstanceUid ?? '', { signal }),
    enabled: studyInstanceUid !== undefined,
    staleTime: 60_000,
  });
}

/** Other studies with the same Patient ID, newest first. */
export function useOtherStudies(study: StudySummary | undefined) {
  const patientId = study?.patientId;
  return useQuery({
    queryKey: ['studies-of-patient', patientId],
    queryFn: ({ signal }) => searchStudies({ patientId: patientId ?? '', limit: 100 }, { signal }),
    enabled: patientId !== undefined,
    staleTime: 60_000,
    select: ({ studies }) => (study ? otherStudiesOf(study, studies) : []),
  });
}

/** While the archive or the network is down the question is asked again by itself, as often as the server wants. */
function untilItWorks(query: Query): number | false {
  const { error, data } = query.state;
  // The last known state is answered while the archive is away.
  if ((data as { stale?: boolean } | undefined)?.stale) return 5000;
  if (!(error instanceof DicomwebError) || !error.isTemporary) return false;
  return Math.min(Math.max(error.retryAfterSeconds ?? 5, 2), 30) * 1000;
}
