import { Button } from '@mantine/core';
import { IconBuildingHospital, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { listHis, listPeople, type His } from '../../identity/index.ts';
import { Dialog, Message } from '../../ui/index.ts';
import { LoadState } from '../administration/index.ts';
import rows from '../administration/rows.module.css';
import { useRoleText } from '../session/index.ts';
import { HisEditor } from './HisEditor.tsx';
import { TokenTrial } from './TokenTrial.tsx';
import classes from './his.module.css';

/** All of them; one of them, or a new one, in a dialog. */
export function HisSystems() {
  const { t } = useTranslation(['his', 'common']);
  const { data, error, refetch } = useQuery({
    queryKey: ['his'],
    queryFn: ({ signal }) => listHis(signal),
  });
  const { data: people = [] } = useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => listPeople(signal),
  });
  const [edited, setEdited] = useState<string | 'new'>();
  if (!data) return <LoadState error={error} retry={() => void refetch()} />;
  const his = data.find(({ id }) => id === edited);
  const changed = async (): Promise<readonly His[]> => (await refetch()).data ?? data;
  return (
    <>
      <div className={rows.bar}>
        <span className={rows.count} role="status">
          {t('count', { count: data.length })}
        </span>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {t('create')}
        </Button>
      </div>
      {data.length === 0 ? (
        <Message kind="empty" icon={<IconBuildingHospital size={36} stroke={1.5} />} title={t('none')}>
          {t('noneDetail')}
        </Message>
      ) : (
        <HisTable systems={data} onOpen={({ id }) => setEdited(id)} />
      )}
      <Dialog
        wide
        opened={edited === 'new' || his !== undefined}
        onClose={() => setEdited(undefined)}
        title={his ? his.name : t('create')}
        closeLabel={t('common:close')}
      >
        <HisEditor
          key={his?.id ?? 'new'}
          his={his}
          people={people}
          onChanged={changed}
          onCreated={({ id }) => setEdited(id)}
          onRemoved={() => setEdited(undefined)}
        />
        {his && <TokenTrial his={his} people={people} />}
      </Dialog>
    </>
  );
}

/** One row for each; on a small screen one card. */
function HisTable({ systems, onOpen }: { systems: readonly His[]; onOpen: (his: His) => void }) {
  const { t } = useTranslation('his');
  const roleText = useRoleText();
  return (
    <div className={rows.scroll}>
      <table className={rows.table}>
        <thead>
          <tr>
            <th scope="col">{t('fields.name')}</th>
            <th scope="col">{t('columns.issuer')}</th>
            <th scope="col">{t('columns.algorithm')}</th>
            <th scope="col">{t('columns.origins')}</th>
            <th scope="col">{t('columns.institution')}</th>
            <th scope="col">{t('columns.role')}</th>
            <th scope="col">{t('columns.state')}</th>
          </tr>
        </thead>
        <tbody>
          {systems.map((his) => (
            <tr key={his.id} data-his={his.issuer} onClick={() => onOpen(his)}>
              <td>
                <button
                  type="button"
                  className={rows.who}
                  onClick={(event) => {
                    event.stopPropagation();
                    onOpen(his);
                  }}
                >
                  {his.name}
                </button>
              </td>
              <td data-label={t('columns.issuer')}>{his.issuer}</td>
              <td data-label={t('columns.algorithm')}>{his.algorithm}</td>
              <td data-label={t('columns.origins')}>{his.origins.join(' ')}</td>
              <td data-label={t('columns.institution')}>{his.institution ?? t('anyInstitution')}</td>
              <td data-label={t('columns.role')}>
                {his.defaultRole === 'external' ? t('external') : roleText(his.defaultRole)}
              </td>
              <td data-label={t('columns.state')} data-enabled={his.enabled} className={classes.state}>
                {t(his.enabled ? 'enabled' : 'disabled')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
