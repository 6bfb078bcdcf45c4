import { useCallback, useSyncExternalStore } from 'react';
import { useNavigate } from 'react-router';
import type { ComparisonState, Reader } from '../../../imaging/index.ts';
import { viewerAddress } from '../../studiesInAddress.ts';

/** The comparison of a room; the component renders again when anything of it changes, links and registrations included. */
export function useComparison(reader: Reader): ComparisonState {
  const { comparison } = reader;
  const subscribe = useCallback(
    (listener: () => void) => {
      comparison.addEventListener('change', listener);
      return () => comparison.removeEventListener('change', listener);
    },
    [comparison],
  );
  useSyncExternalStore(subscribe, () => comparison.revision);
  return comparison.state;
}

/** Compares the current study with others (none: ends it), and lets the address say so. */
export function useCompare(reader: Reader): (studyInstanceUids: readonly string[]) => void {
  const navigate = useNavigate();
  return (others) => {
    const current = reader.state.studies[0]?.studyInstanceUid;
    if (current === undefined) return;
    reader.comparison.show(others).catch(() => undefined);
    void navigate(viewerAddress([current, ...others]), { replace: true });
  };
}
