import { useNavigate } from 'react-router';
import type { Reader, SeriesObject } from '../../../imaging/index.ts';
import { viewerAddress } from '../../studiesInAddress.ts';
import type { WantedObject } from '../objects/index.ts';
import { useCompact } from '../useCompact.ts';
import { showFromReport } from './showFromReport.ts';

/** Shows what a report in the panel refers to; the address says which studies are compared for that. */
export function useShowFromReport(
  reader: Reader,
  object: SeriesObject,
): (wanted: WantedObject) => Promise<boolean> {
  const navigate = useNavigate();
  const compact = useCompact();
  return async (wanted) => {
    const found = await showFromReport(
      reader,
      object,
      wanted,
      (studies) => void navigate(viewerAddress(studies), { replace: true }),
    );
    // The sheet lies over the image.
    if (found && compact) reader.examReports.close();
    return found;
  };
}
