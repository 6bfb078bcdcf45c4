import type { Reader } from '../../../imaging/index.ts';
import { useReaderState } from '../useReader.ts';
import { LinkSwitches } from './LinkSwitches.tsx';
import { otherInFocus } from './otherInFocus.ts';
import { PriorRows } from './PriorRows.tsx';
import { RegistrationControls } from './RegistrationControls.tsx';
import { useComparison } from './useComparison.ts';

/** All of the comparison, one below the other, for a small screen. */
export function ComparisonChoices({ reader, close }: { reader: Reader; close: () => void }) {
  const { studies } = useComparison(reader);
  const focus = otherInFocus(reader, useReaderState(reader).selected);
  return (
    <>
      <PriorRows reader={reader} onChosen={close} />
      {studies.length > 0 && <LinkSwitches reader={reader} />}
      {focus !== undefined && <RegistrationControls reader={reader} index={focus} />}
    </>
  );
}
