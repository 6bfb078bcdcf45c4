import '@mantine/core/styles/NumberInput.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { saveSharing, type ShareLimits, type SharingSettings } from '../../identity/index.ts';
import { shareProblem } from './shareProblem.ts';
import classes from './sharing.module.css';

interface LimitsFormProps {
  settings: SharingSettings;
  onSaved: (settings: SharingSettings) => void;
  /** Somebody else has changed them. */
  onChanged: () => void;
}

/** What whoever shares may choose at most. */
export function LimitsForm({ settings, onSaved, onChanged }: LimitsFormProps) {
  const { t } = useTranslation(['sharing', 'common']);
  const [limits, setLimits] = useState<ShareLimits>(settings.limits);
  const [said, setSaid] = useState<{ failed: boolean; text: string }>();
  const change = (part: Partial<ShareLimits>): void => setLimits((before) => ({ ...before, ...part }));
  const days = (name: 'longestDays' | 'usualDays' | 'longestExtractionHours', max: number) => ({
    size: 'sm',
    label: t(`limits.${name}`),
    min: 1,
    max,
    allowDecimal: false,
    value: limits[name],
    onChange: (value: string | number) => change({ [name]: Number(value) }),
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaid(undefined);
    try {
      onSaved(await saveSharing(limits, settings.version));
      setSaid({ failed: false, text: t('limits.saved') });
    } catch (error) {
      setSaid({ failed: true, text: shareProblem(error, t) });
      if (error instanceof DicomwebError && error.code === 'changed-meanwhile') onChanged();
    }
  };
  return (
    <section className={classes.panel}>
      <h2>{t('limits.title')}</h2>
      {!settings.sendsCodes && <p className={classes.warning}>{t('limits.noSms')}</p>}
      <form className={classes.limits} onSubmit={(event) => void submit(event)} method="post">
        <NumberInput {...days('longestDays', 365)} />
        <NumberInput {...days('usualDays', limits.longestDays)} />
        <NumberInput
          size="sm"
          label={t('limits.mostOpenings')}
          placeholder={t('unlimited')}
          min={1}
          max={10_000}
          allowDecimal={false}
          value={limits.mostOpenings ?? ''}
          onChange={(value) => change({ mostOpenings: value === '' ? null : Number(value) })}
        />
        <NumberInput {...days('longestExtractionHours', 720)} />
        <Checkbox
          size="sm"
          label={t('limits.idDigits')}
          description={t('limits.idDigitsHint')}
          checked={limits.idDigits}
          onChange={() => change({ idDigits: !limits.idDigits })}
        />
        <Checkbox
          size="sm"
          label={t('limits.download')}
          checked={limits.download}
          onChange={() => change({ download: !limits.download })}
        />
        <div className={classes.actions}>
          <Button type="submit" size="sm">
            {t('limits.save')}
          </Button>
          {said && (
            <span
              role={said.failed ? 'alert' : 'status'}
              className={said.failed ? classes.failed : undefined}
            >
              {said.text}
            </span>
          )}
        </div>
      </form>
    </section>
  );
}
