import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { ownPath, sessionKeeper, startAnew, useSession } from '../session/index.ts';
import { EntryPage } from './EntryPage.tsx';
import { SignInForm } from './SignInForm.tsx';
import classes from './signIn.module.css';

/** `/sign-in?to=<page of ours>`: signs in and goes there; at once where somebody is signed in already, or nobody has to be. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const [query] = useSearchParams();
  const to = ownPath(query.get('to'));
  useEffect(() => sessionKeeper().begin(), []);
  useEffect(() => {
    if (session.status === 'signed-in' || session.status === 'none') startAnew(to);
  }, [session.status, to]);
  return (
    <EntryPage title={t('title')} documentTitle={t('documentTitle')}>
      {session.status === 'signed-out' && session.setup ? (
        <div className={classes.warning} role="status">
          <strong>{t('noAdministrator')}</strong>
          <p>{t('noAdministratorDetail')}</p>
        </div>
      ) : (
        <SignInForm onSignedIn={() => void sessionKeeper().signedIn()} />
      )}
    </EntryPage>
  );
}
