import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { setEmergencyMinutes, type EmergencyList } from '../../identity/index.ts';
import list from '../administration/list.module.css';

interface MinutesSettingProps {
  settings: EmergencyList['settings'];
  attempt: (task: () => Promise<unknown>) => Promise<void>;
}

/** How long access in an emergency lasts, for those that begin from now on. */
export function MinutesSetting({ settings, attempt }: MinutesSettingProps) {
  const { t } = useTranslation('emergency');
  const [minutes, setMinutes] = useState(String(settings.minutes));
  return (
    <div className={list.actions}>
      <label htmlFor="emergency-minutes">{t('review.minutes')}</label>
      <TextInput
        id="emergency-minutes"
        size="xs"
        type="number"
        min={5}
        max={1440}
        w={88}
        value={minutes}
        onChange={({ currentTarget }) => setMinutes(currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        disabled={Number(minutes) === settings.minutes}
        onClick={() => void attempt(() => setEmergencyMinutes(settings.version, Number(minutes)))}
      >
        {t('review.save')}
      </Button>
    </div>
  );
}
