import { IconEye, IconEyeOff, IconPencil, IconRulerMeasure, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Reader } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { useCommandText } from '../useCommand.ts';
import { figureTexts } from './figureTexts.ts';
import type { NumberedMeasurement } from './groupMeasurements.ts';
import { jumpTo } from './jumpTo.ts';
import { measurementIcons } from './measurementIcons.tsx';
import { PairMenu } from './PairMenu.tsx';
import { ProfileChart } from './ProfileChart.tsx';
import { Renamer } from './Renamer.tsx';
import classes from './MeasurementsPanel.module.css';

export interface MeasurementRowProps extends NumberedMeasurement {
  reader: Reader;
  selected: boolean;
  /** Which slice it lies on, in the reader's language. */
  where: string;
  onJump?: (() => void) | undefined;
}

const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;

/** One measurement of the list; a press brings it onto the screen. */
export function MeasurementRow({
  reader,
  measurement,
  number,
  selected,
  where,
  onJump,
}: MeasurementRowProps) {
  const { t } = useTranslation('measurements');
  const { t: ofFollowUp } = useTranslation('followUp');
  const textOf = useCommandText();
  const [asked, setAsked] = useState<'name' | 'length'>();
  const { id, tool, label, visible, foreign, profile } = measurement;
  const store = reader.measurements;
  const name = label || textOf(`tool.${tool}`);
  const followed = reader.followUp.state.findings.some(({ measurements }) =>
    measurements.includes(measurement),
  );
  const figures = figureTexts({ ...measurement, label: '' }, t);
  return (
    <li className={classes.row} data-selected={selected} data-visible={visible}>
      <button
        type="button"
        className={classes.jump}
        aria-current={selected}
        aria-label={t('panel.jump', { name: `${number} ${name}` })}
        onClick={() => {
          onJump?.();
          void jumpTo(reader, measurement).catch(() => undefined);
        }}
        onDoubleClick={() => !foreign && setAsked('name')}
      >
        <span className={classes.number}>{number}</span>
        {measurementIcons[tool]}
        <span className={classes.text}>
          {asked !== 'name' && <b>{name}</b>}
          {figures.map((line, at) => (
            <span key={at}>{line}</span>
          ))}
          <small>
            {[where, foreign && t('panel.foreign'), followed && ofFollowUp('paired')]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </span>
      </button>
      <span className={classes.actions}>
        <IconButton
          label={visible ? t('panel.hide') : t('panel.show')}
          icon={visible ? <IconEye {...icon} /> : <IconEyeOff {...icon} />}
          onClick={() => store.change(id, { visible: !visible })}
        />
        {selected && <PairMenu reader={reader} measurement={measurement} />}
        {!foreign && (
          <>
            <IconButton
              label={t('panel.rename')}
              icon={<IconPencil {...icon} />}
              onClick={() => setAsked('name')}
            />
            {tool === 'length' && measurement.calibration !== 'geometry' && (
              <IconButton
                label={t('panel.calibrate')}
                icon={<IconRulerMeasure {...icon} />}
                onClick={() => setAsked('length')}
              />
            )}
            <IconButton
              label={t('panel.remove')}
              icon={<IconTrash {...icon} />}
              onClick={() => store.remove(id)}
            />
          </>
        )}
      </span>
      {asked === 'name' && (
        <Renamer
          className={classes.field}
          name={t('panel.name')}
          value={label}
          onCancel={() => setAsked(undefined)}
          onDone={(value) => {
            setAsked(undefined);
            if (value !== label) store.change(id, { label: value });
          }}
        />
      )}
      {asked === 'length' && (
        <Renamer
          className={classes.field}
          name={t('panel.calibrateLength')}
          value=""
          inputMode="decimal"
          onCancel={() => setAsked(undefined)}
          onDone={(value) => {
            setAsked(undefined);
            const mm = Number(value.replace(',', '.'));
            if (mm > 0) store.calibrateBy(id, mm);
          }}
        />
      )}
      {profile && selected && <ProfileChart profile={profile} />}
    </li>
  );
}
