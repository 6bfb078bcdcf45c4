import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { endSession, listAllSessions, type AnyonesSession } from '../../identity/index.ts';
import { LoadState } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { deviceOf } from '../session/index.ts';

/** Everybody's sessions; each can be ended. */
export function AllSessions() {
  const { t } = useTranslation('keys');
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => listAllSessions(signal),
    refetchInterval: 30_000,
  });
  const [problem, setProblem] = useState<string>();
  if (!data) return <LoadState error={error} retry={() => void refetch()} />;
  const end = async ({ id }: AnyonesSession): Promise<void> => {
    setProblem(undefined);
    try {
      await endSession(id);
    } catch (failure) {
      setProblem(t('problem', { reason: failure instanceof Error ? failure.message : String(failure) }));
    }
    await refetch();
  };
  const device = ({ userAgent }: AnyonesSession): string => {
    const { browser, system } = deviceOf(userAgent ?? '');
    return [browser, system].filter(Boolean).join(' · ') || '–';
  };
  return (
    <>
      <div className={list.bar}>
        <p className={list.intro}>{t('sessionsIntro')}</p>
        <span role="status">{t('sessionsCount', { count: data.length })}</span>
      </div>
      {problem !== undefined && (
        <p role="alert" className={list.failed}>
          {problem}
        </p>
      )}
      <div className={list.frame}>
        <table className={list.table}>
          <thead>
            <tr>
              {(['who', 'kind', 'device', 'address', 'since', 'seen'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`sessionColumns.${column}`)}
                </th>
              ))}
              <th scope="col" aria-label={t('end')} />
            </tr>
          </thead>
          <tbody>
            {data.map((session) => (
              <tr key={session.id} data-session={session.id} data-login={session.login ?? ''}>
                <td>
                  <strong>{session.name ?? t('nobody')}</strong>
                  {session.login !== null && <small>{session.login}</small>}
                </td>
                <td>{t(`kind.${session.kind}`)}</td>
                <td title={session.userAgent ?? undefined}>{device(session)}</td>
                <td>{session.address ?? '–'}</td>
                <td>{time.format(new Date(session.createdAt))}</td>
                <td>{time.format(new Date(session.lastSeenAt))}</td>
                <td className={list.narrow}>
                  {session.current ? (
                    <span className={list.dim}>{t('current')}</span>
                  ) : (
                    <Button size="compact-sm" variant="default" onClick={() => void end(session)}>
                      {t('end')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
