import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { revokeKey, type ApiKey } from '../../identity/index.ts';
import { Dialog, Message } from '../../ui/index.ts';
import { LoadState } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { ruleName, useKeys, useRules } from '../rules/index.ts';
import { KeyEditor } from './KeyEditor.tsx';

/** All keys there are and were; a new one in a dialog. */
export function Keys() {
  const { t } = useTranslation(['keys', 'common', 'rules']);
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const { data, error, refetch } = useKeys();
  const { data: rules } = useRules();
  const [isMaking, setMaking] = useState(false);
  const [problem, setProblem] = useState<string>();
  if (!data) return <LoadState error={error} retry={() => void refetch()} />;

  const rulesOf = ({ ruleIds }: ApiKey): string =>
    ruleIds
      .map((id) => {
        const rule = rules?.rules.find((one) => one.id === id);
        return rule ? ruleName(rule, (key) => t(`rules:${key}`)) : t('goneRule');
      })
      .join(t('rules:list'));
  const revoke = async ({ id, name }: ApiKey): Promise<void> => {
    if (!window.confirm(t('revokeQuestion', { name }))) return;
    setProblem(undefined);
    try {
      await revokeKey(id);
    } catch (failure) {
      setProblem(t('problem', { reason: failure instanceof Error ? failure.message : String(failure) }));
    }
    await refetch();
  };
  const timeOf = (at: string | null, otherwise: string): string =>
    at === null ? otherwise : time.format(new Date(at));
  return (
    <>
      <div className={list.bar}>
        <p className={list.intro}>{t('intro')}</p>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
          {t('create')}
        </Button>
      </div>
      {problem !== undefined && (
        <p role="alert" className={list.failed}>
          {problem}
        </p>
      )}
      {data.length === 0 ? (
        <Message kind="empty" icon={<IconKey size={36} stroke={1.5} />} title={t('none')} />
      ) : (
        <div className={list.frame}>
          <table className={list.table}>
            <thead>
              <tr>
                {(['name', 'rules', 'addresses', 'expires', 'used', 'state'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`columns.${column}`)}
                  </th>
                ))}
                <th scope="col" aria-label={t('revoke')} />
              </tr>
            </thead>
            <tbody>
              {data.map((key) => {
                const state = stateOf(key);
                return (
                  <tr key={key.id} data-key={key.name} className={state === 'good' ? undefined : list.dim}>
                    <td>
                      <strong>{key.name}</strong>
                      <small>{key.prefix}…</small>
                    </td>
                    <td>{rulesOf(key)}</td>
                    <td>{key.addresses.join(t('rules:list')) || t('anywhere')}</td>
                    <td>{timeOf(key.expiresAt, t('never'))}</td>
                    <td>{timeOf(key.lastUsedAt, t('notUsed'))}</td>
                    <td>{t(`state.${state}`)}</td>
                    <td className={list.narrow}>
                      {state === 'good' && (
                        <Button size="compact-sm" variant="default" onClick={() => void revoke(key)}>
                          {t('revoke')}
                        </Button>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <Dialog
        opened={isMaking}
        onClose={() => setMaking(false)}
        title={t('createTitle')}
        closeLabel={t('common:close')}
      >
        <KeyEditor rules={rules?.rules ?? []} onMade={() => void refetch()} onDone={() => setMaking(false)} />
      </Dialog>
    </>
  );
}

function stateOf({ revokedAt, expiresAt }: ApiKey): 'good' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'expired' : 'good';
}
