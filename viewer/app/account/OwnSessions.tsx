import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { listSessions, type ListedSession } from '../../identity/index.ts';
import { leaveSession, SessionsTable, useSessions } from '../session/index.ts';
import classes from './account.module.css';

/** Where one is signed in. Ending the session of this page is signing out. */
export function OwnSessions() {
  const { t } = useTranslation(['account', 'common']);
  const { sessions, problem, ending, end } = useSessions(listSessions);
  const [failed, setFailed] = useState<string>();
  const onEnd = (session: ListedSession): void => {
    setFailed(undefined);
    if (!session.current) void end(session);
    else leaveSession().catch((error: unknown) => setFailed(String(error)));
  };
  const trouble = problem ?? failed;
  return (
    <section>
      <h2>{t('sessionsTitle')}</h2>
      {sessions ? (
        <SessionsTable sessions={sessions} ending={ending} onEnd={onEnd} />
      ) : (
        trouble === undefined && <p>{t('common:loading')}</p>
      )}
      {trouble !== undefined && (
        <p role="alert" className={classes.failed}>
          {t('failed', { reason: trouble })}
        </p>
      )}
    </section>
  );
}
