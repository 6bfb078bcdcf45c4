import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { changePassword } from '../../identity/index.ts';
import { PasswordField, passwordProblemOf } from '../sign-in/index.ts';
import classes from './account.module.css';

const empty = { current: '', password: '', repeat: '' };

type Outcome = { kind: 'current' | 'password' | 'repeat' | 'other'; text: string } | { kind: 'changed' };

/** A new password, with the present one as a proof. */
export function PasswordChange({ login }: { login: string }) {
  const { t } = useTranslation(['account', 'signIn']);
  const [typed, setTyped] = useState(empty);
  const [outcome, setOutcome] = useState<Outcome>();
  const [working, setWorking] = useState(false);
  const field = (name: keyof typeof empty) => ({
    size: 'sm',
    name,
    value: typed[name],
    error: outcome?.kind === name && outcome.text,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setTyped((before) => ({ ...before, [name]: value })),
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working) return;
    if (typed.password !== typed.repeat)
      return setOutcome({ kind: 'repeat', text: t('signIn:passwordProblem.different') });
    setWorking(true);
    setOutcome(undefined);
    try {
      await changePassword(typed.current, typed.password);
      setTyped(empty);
      setOutcome({ kind: 'changed' });
    } catch (error) {
      setOutcome(outcomeOf(error));
    }
    setWorking(false);
  };
  return (
    <section>
      <h2>{t('passwordTitle')}</h2>
      <form className={classes.form} onSubmit={(event) => void submit(event)} method="post">
        {/* Password managers want to know whose it is. */}
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <PasswordField label={t('currentPassword')} autoComplete="current-password" {...field('current')} />
        <PasswordField
          label={t('newPassword')}
          autoComplete="new-password"
          description={t('signIn:passwordHint')}
          {...field('password')}
        />
        <PasswordField label={t('repeat')} autoComplete="new-password" {...field('repeat')} />
        <div className={classes.actions}>
          <Button type="submit" size="sm" loading={working}>
            {t('change')}
          </Button>
          {outcome?.kind === 'changed' && <span role="status">{t('changed')}</span>}
          {outcome?.kind === 'other' && (
            <span role="alert" className={classes.failed}>
              {outcome.text}
            </span>
          )}
        </div>
      </form>
    </section>
  );

  function outcomeOf(error: unknown): Outcome {
    const problem = passwordProblemOf(error);
    if (problem) return { kind: 'password', text: t(`signIn:passwordProblem.${problem}`) };
    if (error instanceof DicomwebError && error.code === 'sign-in-refused')
      return { kind: 'current', text: t('wrongPassword') };
    return {
      kind: 'other',
      text: t('failed', { reason: error instanceof Error ? error.message : String(error) }),
    };
  }
}
