import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { setUp } from '../../identity/index.ts';
import { sessionKeeper, startAnew } from '../session/index.ts';
import { setupToken } from '../setupToken.ts';
import { EntryPage } from './EntryPage.tsx';
import { PasswordField } from './PasswordField.tsx';
import { passwordProblemOf, type PasswordProblem } from './passwordProblem.ts';
import { ProblemText } from './ProblemText.tsx';
import { problemOf, type SignInProblem } from './useSignIn.ts';
import classes from './signIn.module.css';

type Failure =
  | { kind: 'password'; problem: PasswordProblem }
  | { kind: 'taken' | 'over' }
  | { kind: 'other'; problem: SignInProblem };

/** `/setup#<token>`: the first administrator, by the link that the server prints to its terminal. */
export function SetupPage() {
  const { t } = useTranslation('signIn');
  const token = setupToken();
  const [person, setPerson] = useState({ login: 'admin', name: '', password: '', repeat: '' });
  const [failure, setFailure] = useState<Failure | undefined>(
    token === undefined ? { kind: 'over' } : undefined,
  );
  const [working, setWorking] = useState(false);
  const field = (name: keyof typeof person) => ({
    name,
    value: person[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setPerson((before) => ({ ...before, [name]: value })),
  });

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { login, name, password, repeat } = person;
    if (working || token === undefined) return;
    if (password !== repeat) return setFailure({ kind: 'password', problem: 'different' });
    setWorking(true);
    setFailure(undefined);
    try {
      await setUp(token, { login: login.trim(), name: name.trim(), password });
      await sessionKeeper().signedIn();
      startAnew('/');
    } catch (error) {
      setFailure(failureOf(error));
      setWorking(false);
    }
  };

  if (failure?.kind === 'over')
    return (
      <EntryPage title={t('setup.title')} documentTitle={t('setup.documentTitle')}>
        <div className={classes.warning} role="alert">
          <strong>{t('setup.refused')}</strong>
          <p>{t('setup.refusedDetail')}</p>
        </div>
        <Button component={Link} to="/sign-in" variant="default" size="sm" fullWidth>
          {t('setup.toSignIn')}
        </Button>
      </EntryPage>
    );
  const passwordText = failure?.kind === 'password' ? t(`passwordProblem.${failure.problem}`) : undefined;
  return (
    <EntryPage title={t('setup.title')} documentTitle={t('setup.documentTitle')}>
      <p className={classes.hint}>{t('setup.intro')}</p>
      <form className={classes.form} onSubmit={(event) => void submit(event)} method="post">
        <TextInput
          size="sm"
          label={t('login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={64}
          error={failure?.kind === 'taken' && t('setup.taken')}
          {...field('login')}
        />
        <TextInput
          size="sm"
          label={t('setup.name')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={128}
          autoFocus
          {...field('name')}
        />
        <PasswordField
          size="sm"
          label={t('password')}
          description={t('passwordHint')}
          autoComplete="new-password"
          error={failure?.kind === 'password' && failure.problem !== 'different' && passwordText}
          {...field('password')}
        />
        <PasswordField
          size="sm"
          label={t('setup.repeat')}
          autoComplete="new-password"
          error={failure?.kind === 'password' && failure.problem === 'different' && passwordText}
          {...field('repeat')}
        />
        <ProblemText problem={failure?.kind === 'other' ? failure.problem : undefined} />
        <Button type="submit" size="sm" fullWidth loading={working}>
          {t('setup.submit')}
        </Button>
      </form>
    </EntryPage>
  );
}

function failureOf(error: unknown): Failure {
  const password = passwordProblemOf(error);
  if (password) return { kind: 'password', problem: password };
  if (error instanceof DicomwebError && error.code === 'login-taken') return { kind: 'taken' };
  if (error instanceof DicomwebError && error.status === 401) return { kind: 'over' };
  return { kind: 'other', problem: problemOf(error, false) };
}
