import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { examDates, type ExamDate, type ExamReportsState, type Reader } from '../../../imaging/index.ts';
import { useReaderState } from '../useReader.ts';

/** The reports of the patient's studies; the component renders again when these change, not with slices. */
export function useExamReports({ examReports }: Reader): ExamReportsState {
  return useChanging(examReports, () => examReports.state);
}

/** Whether a report is read beside the images. */
export function useReportOpened({ examReports }: Reader): boolean {
  return useChanging(examReports, () => examReports.state.opened);
}

/** The studies whose reports can be chosen, newest first. */
export function useExamDates(reader: Reader): readonly ExamDate[] {
  const { studies } = useReaderState(reader);
  const { priors } = useChanging(reader.comparison, () => reader.comparison.state);
  return useMemo(() => examDates(studies, priors ?? []), [studies, priors]);
}

function useChanging<Value>(target: EventTarget, snapshot: () => Value): Value {
  const subscribe = useCallback(
    (listener: () => void) => {
      target.addEventListener('change', listener);
      return () => target.removeEventListener('change', listener);
    },
    [target],
  );
  return useSyncExternalStore(subscribe, snapshot);
}
