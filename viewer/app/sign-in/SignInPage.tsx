import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { ownPath, sessionKeeper, startAnew, useSession } from '../session/index.ts';
import { EntryPage } from './EntryPage.tsx';
import { ProblemText } from './ProblemText.tsx';
import { oidcProblemIn } from './useSignIn.ts';
import { WaysToSignIn } from './WaysToSignIn.tsx';

/** `/sign-in?to=<page of ours>`: signs in and goes there; at once where somebody is signed in already, or nobody has to be. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const [query] = useSearchParams();
  const to = ownPath(query.get('to'));
  const comesBack = query.get('by') === 'oidc';
  useEffect(() => {
    // Other tabs have not heard of it yet.
    if (comesBack) void sessionKeeper().signedIn();
    else sessionKeeper().begin();
  }, [comesBack]);
  useEffect(() => {
    if (session.status === 'signed-in' || session.status === 'none') startAnew(to);
  }, [session.status, to]);
  return (
    <EntryPage title={t('title')} documentTitle={t('documentTitle')}>
      <ProblemText problem={oidcProblemIn(query)} />
      <WaysToSignIn to={to} onSignedIn={() => void sessionKeeper().signedIn()} />
    </EntryPage>
  );
}
