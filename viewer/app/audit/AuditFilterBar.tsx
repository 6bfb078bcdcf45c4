import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { everything, lastDays, type AuditFilter } from './auditFilter.ts';
import { kindNames } from './eventKinds.ts';
import classes from './audit.module.css';

interface AuditFilterBarProps {
  /** what is shown now */
  filter: AuditFilter;
  /** Each search is written down itself, so it is asked for and not made with every letter. */
  onSearch: (filter: AuditFilter) => void;
}

const ranges = [1, 7, 30] as const;

/** What is looked for: time, person, event, result, patient, study, address. */
export function AuditFilterBar({ filter, onSearch }: AuditFilterBarProps) {
  const { t } = useTranslation('audit');
  const [draft, setDraft] = useState(filter);
  const set = (change: Partial<AuditFilter>): void => setDraft((before) => ({ ...before, ...change }));
  const field = (name: 'who' | 'patient' | 'study' | 'address' | 'session') => ({
    size: 'xs' as const,
    label: t(`filter.${name}`),
    name,
    maxLength: 200,
    autoComplete: 'off',
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => set({ [name]: value }),
  });
  const day = (name: 'fromDay' | 'toDay') => ({
    size: 'xs' as const,
    type: 'date',
    label: t(`filter.${name}`),
    name,
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => set({ [name]: value }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(draft);
  };
  return (
    <form className={classes.filter} role="search" onSubmit={submit}>
      <TextInput {...day('fromDay')} />
      <TextInput {...day('toDay')} />
      <TextInput {...field('who')} placeholder={t('filter.whoHint')} />
      <NativeSelect
        size="xs"
        label={t('filter.kind')}
        value={draft.kind}
        data={[
          { value: '', label: t('filter.any') },
          ...kindNames.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          set({ kind: kindNames.find((kind) => kind === value) ?? '' })
        }
      />
      <NativeSelect
        size="xs"
        label={t('filter.outcome')}
        value={draft.outcome}
        data={[
          { value: '', label: t('filter.any') },
          { value: '0', label: t('filter.success') },
          { value: 'failure', label: t('filter.failure') },
        ]}
        onChange={({ currentTarget: { value } }) =>
          set({ outcome: value === '0' || value === 'failure' ? value : '' })
        }
      />
      <TextInput {...field('patient')} />
      <TextInput {...field('study')} />
      <TextInput {...field('address')} />
      {draft.session !== '' && <TextInput {...field('session')} />}
      <div className={classes.filterActions}>
        <Button type="submit" size="xs" leftSection={<IconSearch size={16} aria-hidden />}>
          {t('filter.search')}
        </Button>
        {ranges.map((days) => (
          <Button
            key={days}
            size="xs"
            variant="default"
            onClick={() => {
              const { fromDay, toDay } = lastDays(days);
              onSearch({ ...draft, fromDay, toDay });
            }}
          >
            {days === 1 ? t('filter.today') : t('filter.lastDays', { count: days })}
          </Button>
        ))}
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconFilterOff size={16} aria-hidden />}
          onClick={() => onSearch(everything)}
        >
          {t('filter.clear')}
        </Button>
      </div>
    </form>
  );
}
