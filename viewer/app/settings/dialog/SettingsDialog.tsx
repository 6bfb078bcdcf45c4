import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { Dialog } from '../../../ui/index.ts';
import { preferences } from '../usePreferences.ts';
import { DisplaySettings } from './DisplaySettings.tsx';
import { HangingSettings } from './HangingSettings.tsx';
import { KeySettings } from './KeySettings.tsx';
import { MouseSettings } from './MouseSettings.tsx';
import { PresetSettings } from './PresetSettings.tsx';
import classes from './SettingsDialog.module.css';

const sections = {
  display: DisplaySettings,
  mouse: MouseSettings,
  keys: KeySettings,
  windows: PresetSettings,
  hanging: HangingSettings,
};
type Section = keyof typeof sections;

/** What a reader can choose; every choice takes effect and is kept at once. */
export function SettingsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const [section, setSection] = useState<Section>('display');
  const Shown = sections[section];
  return (
    <Dialog opened={opened} onClose={onClose} title={t('title')} closeLabel={t('common:close')} wide>
      <div className={classes.settings}>
        <nav role="tablist" aria-label={t('title')} className={classes.tabs}>
          {(Object.keys(sections) as Section[]).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              className="yy-target"
              aria-selected={name === section}
              onClick={() => setSection(name)}
            >
              {t(`sections.${name}`)}
            </button>
          ))}
        </nav>
        <div role="tabpanel" aria-label={t(`sections.${section}`)} className={classes.panel}>
          <Shown />
        </div>
      </div>
      <footer className={classes.foot}>
        <small>{t('kept')}</small>
        <Button variant="default" onClick={() => preferences().reset()}>
          {t('resetAll')}
        </Button>
      </footer>
    </Dialog>
  );
}
