import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { CodeForm } from './CodeForm.tsx';
import { PasswordField } from './PasswordField.tsx';
import { ProblemText, useSecondsUntil } from './ProblemText.tsx';
import { useSignIn } from './useSignIn.ts';
import classes from './signIn.module.css';

export interface SignInFormProps {
  /** At first in the field, of one who has been signed in here. */
  login?: string;
  /** Asked before a login and its password are sent; false: nothing happens. */
  maySend?: (login: string) => boolean;
  onSignedIn: () => void;
}

/** Login and password, then the code where the server asks for one. */
export function SignInForm({ login: first = '', maySend, onSignedIn }: SignInFormProps) {
  const { t } = useTranslation('signIn');
  const { step, problem, working, withPassword, withCode, again } = useSignIn(onSignedIn);
  const [login, setLogin] = useState(first);
  const [password, setPassword] = useState('');
  const waiting = useSecondsUntil(problem?.kind === 'tooMany' ? problem.until : undefined) > 0;

  if ('state' in step)
    return (
      <CodeForm
        step={step}
        working={working}
        onCode={(code) => void withCode(step.challenge, code)}
        onAgain={again}
      >
        <ProblemText problem={problem} />
      </CodeForm>
    );

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (working || waiting || login.trim() === '' || password === '') return;
    if (maySend && !maySend(login)) return;
    void withPassword(login.trim(), password).then(() => setPassword(''));
  };
  return (
    <form className={classes.form} onSubmit={submit} method="post">
      <TextInput
        size="sm"
        label={t('login')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
        withAsterisk={false}
        maxLength={200}
        autoFocus={first === ''}
        value={login}
        onChange={({ currentTarget }) => setLogin(currentTarget.value)}
      />
      <PasswordField
        size="sm"
        label={t('password')}
        name="password"
        autoComplete="current-password"
        autoFocus={first !== ''}
        value={password}
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      <ProblemText problem={problem} />
      <Button type="submit" size="sm" fullWidth loading={working} disabled={waiting}>
        {t('submit')}
      </Button>
    </form>
  );
}
