import { useTranslation } from '../../i18n/index.ts';
import { Page } from '../page/index.ts';
import { useMustBeSignedIn, useRoleText } from '../session/index.ts';
import { Authenticator } from './Authenticator.tsx';
import { OwnSessions } from './OwnSessions.tsx';
import { PasswordChange } from './PasswordChange.tsx';
import classes from './account.module.css';

/** `/account`: one's own password, second factor and sessions. */
export function AccountPage() {
  const { t } = useTranslation(['account', 'signIn']);
  const { person } = useMustBeSignedIn('/account');
  const roleText = useRoleText();
  return (
    <Page title={t('title')} documentTitle={t('documentTitle')} back={t('back')}>
      {person && (
        <main className={classes.main}>
          <section>
            <h2>{person.name}</h2>
            <dl>
              <dt>{t('signIn:login')}</dt>
              <dd>{person.login}</dd>
              <dt>{t('institutions')}</dt>
              <dd>{listText(person.institutions)}</dd>
              <dt>{t('departments')}</dt>
              <dd>{listText(person.departments)}</dd>
            </dl>
            <p className={classes.role}>{roleText(person.role)}</p>
          </section>
          {person.hasPassword !== false && (
            <>
              <PasswordChange login={person.login} />
              <Authenticator hasTotp={person.hasTotp} />
            </>
          )}
          <OwnSessions />
        </main>
      )}
    </Page>
  );

  function listText(names: readonly string[]): string {
    return names.map((name) => (name === '*' ? t('all') : name)).join('、') || '–';
  }
}
