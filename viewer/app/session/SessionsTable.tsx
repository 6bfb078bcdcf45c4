import { Button } from '@mantine/core';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import type { ListedSession } from '../../identity/index.ts';
import { deviceOf } from './deviceOf.ts';
import classes from './SessionsTable.module.css';

interface SessionsTableProps {
  sessions: readonly ListedSession[];
  /** Of the ones that are just being ended. */
  ending: ReadonlySet<string>;
  onEnd: (session: ListedSession) => void;
}

/** Where somebody is signed in, the one that asks first; each can be ended. */
export function SessionsTable({ sessions, ending, onEnd }: SessionsTableProps) {
  const { t } = useTranslation('account');
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const sorted = sessions.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  );
  if (sorted.length === 0) return <p className={classes.none}>{t('noSessions')}</p>;
  return (
    <ul className={classes.list} aria-label={t('sessionsTitle')}>
      {sorted.map((session) => {
        const device = deviceText(session.userAgent);
        return (
          <li key={session.id} data-session={session.id}>
            <div>
              <strong title={session.userAgent ?? undefined}>{device}</strong>
              {session.current && <b className={classes.current}>{t('current')}</b>}
              <span>
                {t('address')} {session.address ?? '–'} · {t('since')}{' '}
                {time.format(new Date(session.createdAt))} · {t('lastSeen')}{' '}
                {time.format(new Date(session.lastSeenAt))}
              </span>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('endOf', { device })}
              loading={ending.has(session.id)}
              onClick={() => onEnd(session)}
            >
              {t('end')}
            </Button>
          </li>
        );
      })}
    </ul>
  );

  function deviceText(userAgent: string | null): string {
    const { browser, system } = deviceOf(userAgent ?? '');
    if (browser && system) return t('deviceOf', { browser, system });
    return browser ?? system ?? (userAgent?.slice(0, 60) || t('unknownDevice'));
  }
}
