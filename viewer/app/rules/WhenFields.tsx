import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import type { RuleHours, RuleInput } from '../../identity/index.ts';
import { NamesField } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { Checks } from './Checks.tsx';
import { weekdays } from './ruleTexts.ts';
import classes from './rules.module.css';

type Circumstances = RuleInput['circumstances'];

interface WhenFieldsProps {
  timeZone: string;
  circumstances: Circumstances;
  onChange: (circumstances: Circumstances) => void;
}

const workingHours: RuleHours = { from: '08:00', until: '18:00' };

/** From where and when a rule holds. */
export function WhenFields({ timeZone, circumstances, onChange }: WhenFieldsProps) {
  const { t } = useTranslation('rules');
  const { addresses = {}, hours = {} } = circumstances;
  const mode = hours.within ? 'within' : hours.outside ? 'outside' : 'none';
  const spans = hours.within ?? hours.outside ?? [];
  const setHours = (to: typeof mode, some: RuleHours[]): void =>
    onChange({ ...circumstances, hours: to === 'none' ? undefined : { [to]: some } });
  const setSpan = (index: number, some: Partial<RuleHours>): void =>
    setHours(
      mode,
      spans.map((span, at) => (at === index ? { ...span, ...some } : span)),
    );
  return (
    <>
      <p className={list.hint}>{t('fields.whenHint', { zone: timeZone })}</p>
      <div className={list.fields}>
        <NamesField
          label={t('fields.within')}
          hint={t('fields.addressHint')}
          values={addresses.within ?? []}
          onChange={(within) => onChange({ ...circumstances, addresses: { ...addresses, within } })}
        />
        <NamesField
          label={t('fields.outside')}
          hint={t('fields.addressHint')}
          values={addresses.outside ?? []}
          onChange={(outside) => onChange({ ...circumstances, addresses: { ...addresses, outside } })}
        />
        <NativeSelect
          size="xs"
          label={t('fields.hours')}
          value={mode}
          data={[
            { value: 'none', label: t('fields.hoursNone') },
            { value: 'within', label: t('fields.hoursWithin') },
            { value: 'outside', label: t('fields.hoursOutside') },
          ]}
          onChange={({ currentTarget: { value } }) =>
            setHours(value as typeof mode, spans.length > 0 ? spans : [workingHours])
          }
        />
      </div>
      {mode !== 'none' &&
        spans.map((span, index) => (
          <div key={index} className={classes.span}>
            <Checks
              label={t('fields.weekdays')}
              options={weekdays.map((day) => ({ value: day as number, label: t(`weekday.d${day}`) }))}
              values={span.weekdays ?? [...weekdays]}
              onChange={(days) =>
                setSpan(index, { weekdays: days.length === 7 || days.length === 0 ? undefined : days })
              }
            />
            <TextInput
              size="xs"
              type="time"
              required
              withAsterisk={false}
              label={t('fields.from')}
              value={span.from}
              onChange={({ currentTarget }) => setSpan(index, { from: currentTarget.value })}
            />
            <TextInput
              size="xs"
              type="time"
              required
              withAsterisk={false}
              label={t('fields.until')}
              value={span.until === '24:00' ? '00:00' : span.until}
              onChange={({ currentTarget }) => setSpan(index, { until: currentTarget.value })}
            />
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                spans.length === 1
                  ? setHours('none', [])
                  : setHours(
                      mode,
                      spans.filter((_, at) => at !== index),
                    )
              }
            >
              {t('fields.removeOne', { name: `${span.from}–${span.until}` })}
            </Button>
          </div>
        ))}
      {mode !== 'none' && (
        <div>
          <Button size="xs" variant="default" onClick={() => setHours(mode, [...spans, workingHours])}>
            {t('fields.add')}
          </Button>
        </div>
      )}
    </>
  );
}
