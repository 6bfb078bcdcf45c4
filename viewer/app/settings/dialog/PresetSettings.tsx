import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { preferences, usePreferences } from '../usePreferences.ts';
import { presetGroups, type PresetGroup, type WindowPreset } from '../windowPresets.ts';
import classes from './SettingsDialog.module.css';

const mostPresets = 9;

/** The windows of the number keys, for HU, for SUV, and for whatever else a reader needs. */
export function PresetSettings() {
  const { t } = useTranslation(['settings', 'roomTools']);
  return (
    <>
      {presetGroups.map((group) => (
        <PresetList key={group} group={group} />
      ))}
      <Button variant="default" mt="md" onClick={() => preferences().reset('windowPresets')}>
        {t('resetPresets')}
      </Button>
    </>
  );
}

function PresetList({ group }: { group: PresetGroup }) {
  const { t } = useTranslation(['settings', 'roomTools']);
  const { windowPresets } = usePreferences();
  const presets = windowPresets[group];
  const put = (changed: WindowPreset[]): void =>
    preferences().change({ windowPresets: { ...windowPresets, [group]: changed } });
  const textOf = ({ name, label }: WindowPreset): string =>
    label ?? (name === undefined ? '' : t(`roomTools:presets.${name}`));
  return (
    <section aria-label={t(`presetGroup.${group}`)}>
      <h3>{t(`presetGroup.${group}`)}</h3>
      {presets.map((preset, place) => (
        <div key={`${place}/${textOf(preset)}/${preset.center}/${preset.width}`} className={classes.row}>
          <span>
            <kbd>{place + 1}</kbd> {textOf(preset)}
          </span>
          <small>
            {t('width')} {preset.width} {t('center')} {preset.center}
          </small>
          <span className={classes.keys}>
            <Button
              variant="subtle"
              disabled={place === 0}
              onClick={() => put(presets.toSpliced(place - 1, 2, preset, presets[place - 1] as WindowPreset))}
            >
              {t('moveUp')}
            </Button>
            <Button variant="subtle" onClick={() => put(presets.toSpliced(place, 1))}>
              {t('remove')}
            </Button>
          </span>
        </div>
      ))}
      {presets.length < mostPresets && <NewPreset onAdd={(preset) => put([...presets, preset])} />}
    </section>
  );
}

function NewPreset({ onAdd }: { onAdd: (preset: WindowPreset) => void }) {
  const { t } = useTranslation('settings');
  const [{ label, width, center }, setFields] = useState({ label: '', width: '', center: '' });
  const preset = { label: label.trim(), width: Number(width), center: Number(center) };
  const valid =
    preset.label !== '' &&
    width !== '' &&
    center !== '' &&
    preset.width > 0 &&
    Number.isFinite(preset.center);
  const field = (name: 'label' | 'width' | 'center', text: string, type: 'text' | 'number') => (
    <input
      type={type}
      step="any"
      maxLength={24}
      className="yy-target"
      aria-label={text}
      placeholder={text}
      value={{ label, width, center }[name]}
      onChange={({ currentTarget }) => setFields((fields) => ({ ...fields, [name]: currentTarget.value }))}
    />
  );
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid) return;
        onAdd(preset);
        setFields({ label: '', width: '', center: '' });
      }}
    >
      {field('label', t('presetName'), 'text')}
      {field('width', t('width'), 'number')}
      {field('center', t('center'), 'number')}
      <Button type="submit" variant="default" disabled={!valid} title={valid ? undefined : t('invalid')}>
        {t('add')}
      </Button>
    </form>
  );
}
