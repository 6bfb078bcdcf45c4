import { IconX } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { useReaderState } from '../useReader.ts';
import { otherInFocus } from './otherInFocus.ts';
import { LinkSwitches } from './LinkSwitches.tsx';
import { RegistrationControls } from './RegistrationControls.tsx';
import { TimeLine } from './TimeLine.tsx';
import { useCompare, useComparison } from './useComparison.ts';
import classes from './comparison.module.css';

/** Below compared images: the time line, what is linked, and how places are found in the study that is looked at. */
export function ComparisonBar({ reader }: { reader: Reader }) {
  const { t } = useTranslation('comparison');
  const { studies } = useComparison(reader);
  const { selected } = useReaderState(reader);
  const compare = useCompare(reader);
  if (studies.length === 0) return null;
  const focus = otherInFocus(reader, selected);
  return (
    <aside className={classes.bar} aria-label={t('menu')}>
      <TimeLine reader={reader} />
      <LinkSwitches reader={reader} />
      {focus !== undefined && <RegistrationControls reader={reader} index={focus} />}
      <IconButton
        className={classes.end ?? ''}
        label={t('end')}
        icon={<IconX size={18} stroke={1.6} aria-hidden />}
        onClick={() => compare([])}
      />
    </aside>
  );
}
