import { Link } from 'react-router';
import { useTranslation } from '../../../i18n/index.ts';
import { LanguageSwitch } from '../../../ui/index.ts';
import { cineModes, magnifierFactors, textSizes, type PreferencesData } from '../preferencesData.ts';
import { preferences, usePreferences } from '../usePreferences.ts';
import { Choose } from './Choose.tsx';
import classes from './SettingsDialog.module.css';

/** Language, texts, interpolation, cine, magnifier. */
export function DisplaySettings() {
  const { t } = useTranslation(['settings', 'common', 'roomTools']);
  const { overlayText, interpolation, cine, magnifier, referenceLines } = usePreferences();
  const change = (one: Partial<PreferencesData>): void => preferences().change(one);
  return (
    <>
      <div className={classes.row}>
        <span>{t('language')}</span>
        <LanguageSwitch />
      </div>
      <Choose
        label={t('overlayText')}
        value={overlayText}
        options={textSizes}
        textOf={(size) => t(`textSize.${size}`)}
        onChoose={(size) => change({ overlayText: size })}
      />
      <Choose
        label={t('interpolation')}
        value={interpolation}
        options={['linear', 'nearest']}
        textOf={(kind) => t(kind)}
        onChoose={(kind) => change({ interpolation: kind })}
      />
      <label className={classes.row}>
        <span>{t('cineRate')}</span>
        <input
          type="number"
          className="yy-target"
          min={1}
          max={60}
          step={1}
          required
          defaultValue={cine.framesPerSecond}
          onChange={({ currentTarget }) => {
            if (currentTarget.validity.valid)
              change({ cine: { ...cine, framesPerSecond: currentTarget.valueAsNumber } });
          }}
        />
      </label>
      <Choose
        label={t('cineMode')}
        value={cine.mode}
        options={cineModes}
        textOf={(mode) => t(`roomTools:cine.${mode}`)}
        onChoose={(mode) => change({ cine: { ...cine, mode } })}
      />
      <Choose
        label={t('magnifier')}
        value={String(magnifier.factor)}
        options={magnifierFactors.map(String)}
        textOf={(factor) => `${factor} ×`}
        onChoose={(chosen) => {
          const factor = magnifierFactors.find((one) => String(one) === chosen);
          if (factor !== undefined) change({ magnifier: { ...magnifier, factor } });
        }}
      />
      <Check
        label={t('sharp')}
        checked={magnifier.sharp}
        onCheck={(sharp) => change({ magnifier: { ...magnifier, sharp } })}
      />
      <Check
        label={t('referenceLines')}
        checked={referenceLines}
        onCheck={(shown) => change({ referenceLines: shown })}
      />
      <div className={classes.row}>
        <span>{t('monitorTest')}</span>
        <Link to="/monitor-test" target="_blank">
          {t('common:open')}
        </Link>
      </div>
    </>
  );
}

export function Check(props: { label: string; checked: boolean; onCheck: (checked: boolean) => void }) {
  return (
    <label className={classes.row}>
      <span>{props.label}</span>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={({ currentTarget }) => props.onCheck(currentTarget.checked)}
      />
    </label>
  );
}
