import { useTranslation } from '../../../i18n/index.ts';
import { buttonTools, leftTools, wheelActions, type PreferencesData } from '../preferencesData.ts';
import { preferences, usePreferences } from '../usePreferences.ts';
import { Choose } from './Choose.tsx';
import classes from './SettingsDialog.module.css';

/** What each button of the mouse, and the wheel, does. */
export function MouseSettings() {
  const { t } = useTranslation(['settings', 'roomTools']);
  const { buttons } = usePreferences();
  const change = (one: Partial<PreferencesData['buttons']>): void =>
    preferences().change({ buttons: { ...buttons, ...one } });
  const toolText = (tool: (typeof leftTools)[number]): string => t(`roomTools:commands.tool.${tool}`);
  return (
    <>
      <Choose
        label={t('buttons.left')}
        value={buttons.left}
        options={leftTools}
        textOf={toolText}
        onChoose={(left) => change({ left })}
      />
      {(['middle', 'right'] as const).map((button) => (
        <Choose
          key={button}
          label={t(`buttons.${button}`)}
          value={buttons[button]}
          options={buttonTools}
          textOf={toolText}
          onChoose={(tool) => change({ [button]: tool })}
        />
      ))}
      <Choose
        label={t('buttons.wheel')}
        value={buttons.wheel}
        options={wheelActions}
        textOf={(action) => t(`wheel.${action}`)}
        onChoose={(wheel) => change({ wheel })}
      />
      <p className={classes.note}>{t('wheelHint')}</p>
    </>
  );
}
