import { SegmentedControl } from '@mantine/core';
import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
import { useTranslation } from '../../../i18n/index.ts';
import { cineRates, type Reader } from '../../../imaging/index.ts';
import classes from './CineControls.module.css';
import { useCineState } from './useCineState.ts';

/** Rate, mode and direction of cine in one viewport. */
export function CineControls({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('roomTools');
  const state = useCineState(reader, index);
  if (!state) return null;
  const { framesPerSecond, rateFrom, shownPerSecond, mode, direction } = state;
  const rate = Math.round(framesPerSecond * 10) / 10;
  return (
    <div className={classes.controls}>
      <label className={classes.rate}>
        <span>
          {t('cine.rate')} <b>{rate}</b> <small>{t(`cine.rateFrom.${rateFrom}`)}</small>
        </span>
        <input
          type="range"
          className="yy-target"
          min={cineRates.least}
          max={cineRates.greatest}
          step={1}
          value={framesPerSecond}
          onChange={({ currentTarget }) =>
            reader.cine.set(index, { framesPerSecond: Number(currentTarget.value) })
          }
        />
      </label>
      <small className={classes.shown} aria-live="off">
        {shownPerSecond === undefined ? ' ' : t('cine.shown', { shown: shownPerSecond })}
      </small>
      <SegmentedControl
        aria-label={t('cine.mode')}
        fullWidth
        size="xs"
        value={mode}
        onChange={(wanted) => reader.cine.set(index, { mode: wanted === 'sweep' ? 'sweep' : 'loop' })}
        data={[
          { value: 'loop', label: t('cine.loop') },
          { value: 'sweep', label: t('cine.sweep') },
        ]}
      />
      <SegmentedControl
        aria-label={t('cine.direction')}
        fullWidth
        size="xs"
        value={String(direction)}
        onChange={(wanted) => reader.cine.set(index, { direction: wanted === '-1' ? -1 : 1 })}
        data={[
          { value: '-1', label: t('cine.backward') },
          { value: '1', label: t('cine.forward') },
        ]}
      />
    </div>
  );
}
