import { useTranslation } from '../../i18n/index.ts';
import { useSession } from '../session/index.ts';
import { OidcButton } from './OidcButton.tsx';
import { SignInForm, type SignInFormProps } from './SignInForm.tsx';
import classes from './signIn.module.css';

interface WaysToSignInProps extends SignInFormProps {
  /** The page to go on with, where somebody comes back from the hospital's own sign-in. */
  to: string;
  /** What is in this page is to stay. */
  stays?: boolean;
}

/** Password, the hospital's own sign-in, or either: as the server says. */
export function WaysToSignIn({ to, stays = false, ...form }: WaysToSignInProps) {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const oidc = session.status === 'signed-out' ? session.oidc : undefined;
  const setup = session.status === 'signed-out' && session.setup;
  return (
    <>
      {setup && (
        <div className={classes.warning} role="status">
          <strong>{t('noAdministrator')}</strong>
          <p>{t('noAdministratorDetail')}</p>
        </div>
      )}
      {!setup && !oidc?.alone && <SignInForm {...form} />}
      {oidc && <OidcButton oidc={oidc} to={to} inNewTab={stays} />}
      {oidc && stays && <p className={classes.hint}>{t('oidc.newTab')}</p>}
    </>
  );
}
