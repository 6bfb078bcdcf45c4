import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import classes from './CineMark.module.css';
import { useCineState } from './useCineState.ts';

/** While a viewport plays: how many images it really shows a second, in amber when those are fewer than wanted. */
export function CineMark({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('roomTools');
  const state = useCineState(reader, index);
  if (!state?.playing) return null;
  const { shownPerSecond, framesPerSecond } = state;
  const slow = shownPerSecond !== undefined && shownPerSecond < framesPerSecond * 0.9 - 1;
  return (
    <div className={classes.mark} data-slow={slow}>
      <IconPlayerPlayFilled size={12} aria-hidden />
      {shownPerSecond === undefined
        ? `${Math.round(framesPerSecond * 10) / 10}`
        : t('cine.shown', { shown: shownPerSecond })}
    </div>
  );
}
