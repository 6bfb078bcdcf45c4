import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, LanguageSwitch } from '../../ui/index.ts';
import { PersonMenu, useMustBeSignedIn, useRoleText } from '../session/index.ts';
import { Authenticator } from './Authenticator.tsx';
import { OwnSessions } from './OwnSessions.tsx';
import { PasswordChange } from './PasswordChange.tsx';
import classes from './account.module.css';

/** `/account`: one's own password, second factor and sessions. */
export function AccountPage() {
  const { t } = useTranslation(['account', 'common', 'signIn']);
  const { person } = useMustBeSignedIn('/account');
  const roleText = useRoleText();
  const title = t('documentTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={classes.page}>
      <AppHeader
        name={t('common:product')}
        secondName={t('common:productLatin')}
        renderHome={(brand) => <Link to="/">{brand}</Link>}
        end={
          <>
            <LanguageSwitch />
            <PersonMenu />
          </>
        }
      >
        <h1 className={classes.title}>{t('title')}</h1>
        <Link className={classes.back} to="/">
          {t('back')}
        </Link>
      </AppHeader>
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
    </div>
  );

  function listText(names: readonly string[]): string {
    return names.map((name) => (name === '*' ? t('all') : name)).join('、') || '–';
  }
}
