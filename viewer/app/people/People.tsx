import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { listPeople, type Person } from '../../identity/index.ts';
import { Dialog, Message } from '../../ui/index.ts';
import { LoadState } from '../administration/index.ts';
import rows from '../administration/rows.module.css';
import { matchesSearch } from './matchesSearch.ts';
import { PeopleTable } from './PeopleTable.tsx';
import { PersonEditor } from './PersonEditor.tsx';
import classes from './people.module.css';

/** Everybody, with search; one of them, or a new one, in a dialog. */
export function People() {
  const { t } = useTranslation(['people', 'common']);
  const { data, error, refetch } = useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => listPeople(signal),
  });
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<string | 'new'>();

  if (!data) return <LoadState error={error} retry={() => void refetch()} />;

  const found = data.filter((person) => matchesSearch(person, search));
  const person = data.find(({ id }) => id === edited);
  const changed = async (): Promise<readonly Person[]> => (await refetch()).data ?? data;
  return (
    <>
      <div className={rows.bar}>
        <TextInput
          className={classes.search}
          size="xs"
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <span className={rows.count} role="status">
          {t('count', { count: found.length })}
        </span>
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {t('create')}
        </Button>
      </div>
      {found.length === 0 ? (
        <Message kind="empty" icon={<IconUsers size={36} stroke={1.5} />} title={t('none')}>
          {t('noneDetail')}
        </Message>
      ) : (
        <PeopleTable people={found} onOpen={({ id }) => setEdited(id)} />
      )}
      <Dialog
        opened={edited === 'new' || person !== undefined}
        onClose={() => setEdited(undefined)}
        title={person ? t('editTitle') : t('createTitle')}
        closeLabel={t('common:close')}
      >
        <PersonEditor
          key={person?.id ?? 'new'}
          person={person}
          onChanged={changed}
          onCreated={({ id }) => setEdited(id)}
        />
      </Dialog>
    </>
  );
}
