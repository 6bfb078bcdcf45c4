import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { listDepartments, setDepartments, type DepartmentEntry } from '../../identity/index.ts';
import { IconButton } from '../../ui/index.ts';
import list from '../administration/list.module.css';
import { ruleProblemText, useRuleWords } from './useRules.ts';

/** What stations and institutions' names stand for, edited as a whole. */
export function DepartmentsEditor() {
  const { t } = useTranslation('rules');
  const { data, refetch } = useQuery({
    queryKey: ['departments'],
    queryFn: ({ signal }) => listDepartments(signal),
  });
  const { data: words } = useRuleWords();
  const [draft, setDraft] = useState<readonly DepartmentEntry[]>();
  const [said, setSaid] = useState<{ failed: boolean; text: string }>();
  if (!data) return null;
  const entries = draft ?? data.entries;
  const change = (index: number, some: Partial<DepartmentEntry>): void =>
    setDraft(entries.map((entry, at) => (at === index ? { ...entry, ...some } : entry)));
  const save = async (): Promise<void> => {
    setSaid(undefined);
    try {
      await setDepartments(
        data.version,
        entries.map((entry) => ({ ...entry, department: entry.department?.trim() || null })),
      );
      setSaid({ failed: false, text: t('departments.saved') });
    } catch (error) {
      setSaid({ failed: true, text: ruleProblemText(error, t) });
      return;
    } finally {
      await refetch();
    }
    setDraft(undefined);
  };
  const cell = (
    index: number,
    field: 'value' | 'institution' | 'department',
    entry: DepartmentEntry,
    offered: string,
  ) => (
    <TextInput
      size="xs"
      aria-label={t(`departments.${field}`)}
      maxLength={128}
      list={offered}
      value={entry[field] ?? ''}
      onChange={({ currentTarget }) => change(index, { [field]: currentTarget.value })}
    />
  );
  return (
    <section className={list.panel} aria-labelledby="departments">
      <h2 id="departments">{t('departments.title')}</h2>
      <p className={list.dim}>{t('departments.intro')}</p>
      {entries.length > 0 && (
        <div className={list.frame}>
          <table className={list.table}>
            <thead>
              <tr>
                <th scope="col">{t('departments.source')}</th>
                <th scope="col">{t('departments.value')}</th>
                <th scope="col">{t('departments.institution')}</th>
                <th scope="col">{t('departments.department')}</th>
                <th scope="col" aria-label={t('departments.removeRow')} />
              </tr>
            </thead>
            <tbody>
              {entries.map((entry, index) => (
                <tr key={index}>
                  <td>
                    <NativeSelect
                      size="xs"
                      aria-label={t('departments.source')}
                      value={entry.source}
                      data={(['station', 'institution'] as const).map((source) => ({
                        value: source,
                        label: t(`departments.sources.${source}`),
                      }))}
                      onChange={({ currentTarget: { value } }) =>
                        change(index, { source: value === 'station' ? 'station' : 'institution' })
                      }
                    />
                  </td>
                  <td>
                    {cell(
                      index,
                      'value',
                      entry,
                      entry.source === 'station' ? 'department-stations' : 'department-institutions',
                    )}
                  </td>
                  <td>{cell(index, 'institution', entry, 'department-institutions')}</td>
                  <td>{cell(index, 'department', entry, 'department-names')}</td>
                  <td className={list.narrow}>
                    <IconButton
                      label={t('departments.removeRow')}
                      icon={<IconTrash size={16} stroke={1.6} aria-hidden />}
                      onClick={() => setDraft(entries.filter((_, at) => at !== index))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Offers id="department-stations" names={words?.stations} />
      <Offers id="department-institutions" names={words?.institutions} />
      <Offers id="department-names" names={words?.departments} />
      <div className={list.actions}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            setDraft([...entries, { source: 'station', value: '', institution: '', department: '' }])
          }
        >
          {t('departments.add')}
        </Button>
        <Button size="xs" disabled={draft === undefined} onClick={() => void save()}>
          {t('departments.save')}
        </Button>
        {said && (
          <span role={said.failed ? 'alert' : 'status'} className={said.failed ? list.failed : undefined}>
            {said.text}
          </span>
        )}
      </div>
    </section>
  );
}

function Offers({ id, names = [] }: { id: string; names?: readonly string[] | undefined }) {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
