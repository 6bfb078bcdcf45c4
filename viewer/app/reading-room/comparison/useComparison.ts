import { useNavigate } from 'react-router';
import type { ComparisonState, Reader } from '../../../imaging/index.ts';
import { viewerAddress } from '../../studiesInAddress.ts';
import { useReaderState } from '../useReader.ts';

/** The comparison of a room; the component renders again when it changes. */
export function useComparison(reader: Reader): ComparisonState {
  // The reader tells of the comparison's changes too.
  useReaderState(reader);
  return reader.comparison.state;
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
