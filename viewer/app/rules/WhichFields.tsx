import { TextInput } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import type { RuleInput } from '../../identity/index.ts';
import { NamesField, namesAsSuggestions } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { Check } from './Checks.tsx';
import { useRuleWords } from './useRules.ts';

type Studies = RuleInput['studies'];

interface WhichFieldsProps {
  studies: Studies;
  onChange: (studies: Studies) => void;
}

/** Which studies a rule is for. */
export function WhichFields({ studies, onChange }: WhichFieldsProps) {
  const { t } = useTranslation('rules');
  const { data: words } = useRuleWords();
  const change = (some: Partial<Studies>): void => onChange({ ...studies, ...some });
  const { institutions, departments, dates = {} } = studies;
  const names = (field: 'modalities' | 'stations' | 'referringPhysicians', offered?: readonly string[]) => (
    <NamesField
      label={t(`fields.${field}`)}
      suggestions={namesAsSuggestions(offered)}
      values={studies[field] ?? []}
      onChange={(values) =>
        change({ [field]: field === 'modalities' ? values.map((one) => one.toUpperCase()) : values })
      }
    />
  );
  return (
    <>
      <p className={list.hint}>{t('fields.whichHint')}</p>
      <div className={list.checks}>
        <Check
          label={t('fields.ownInstitutions')}
          checked={institutions === 'own'}
          onChange={(own) => change({ institutions: own ? 'own' : undefined })}
        />
        <Check
          label={t('fields.ownDepartments')}
          checked={departments === 'own'}
          onChange={(own) => change({ departments: own ? 'own' : undefined })}
        />
        <Check
          label={t('fields.ownPatients')}
          checked={studies.patients === 'own'}
          onChange={(own) => change({ patients: own ? 'own' : undefined })}
        />
      </div>
      <div className={list.fields}>
        {institutions !== 'own' && (
          <NamesField
            label={t('fields.institutions')}
            suggestions={namesAsSuggestions(words?.institutions)}
            values={institutions ?? []}
            onChange={(values) => change({ institutions: values })}
          />
        )}
        {departments !== 'own' && (
          <NamesField
            label={t('fields.departments')}
            suggestions={namesAsSuggestions(words?.departments)}
            values={departments ?? []}
            onChange={(values) => change({ departments: values })}
          />
        )}
        {names('modalities', words?.modalities)}
        {names('stations', words?.stations)}
        {names('referringPhysicians')}
        <TextInput
          size="xs"
          type="date"
          label={t('fields.dateFrom')}
          value={dashed(dates.from)}
          onChange={({ currentTarget }) => change({ dates: { ...dates, from: plain(currentTarget.value) } })}
        />
        <TextInput
          size="xs"
          type="date"
          label={t('fields.dateUntil')}
          value={dashed(dates.until)}
          onChange={({ currentTarget }) => change({ dates: { ...dates, until: plain(currentTarget.value) } })}
        />
        <TextInput
          size="xs"
          type="number"
          min={1}
          max={36525}
          label={t('fields.lastDays')}
          value={dates.lastDays ?? ''}
          onChange={({ currentTarget }) =>
            change({ dates: { ...dates, lastDays: Number(currentTarget.value) || undefined } })
          }
        />
      </div>
    </>
  );
}

/** YYYYMMDD as YYYY-MM-DD. */
const dashed = (date = ''): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
const plain = (date: string): string | undefined => date.replaceAll('-', '') || undefined;
