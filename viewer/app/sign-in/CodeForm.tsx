import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import type { SignInStep } from './useSignIn.ts';
import classes from './signIn.module.css';

interface CodeFormProps {
  step: Extract<SignInStep, { state: unknown }>;
  working: boolean;
  onCode: (code: string) => void;
  onAgain: () => void;
  /** What came of the code before. */
  children: ReactNode;
}

const codeLength = 6;

/** The second factor: a code of the authenticator app, or one that came by SMS. Sent as soon as it is complete. */
export function CodeForm({ step, working, onCode, onAgain, children }: CodeFormProps) {
  const { t } = useTranslation('signIn');
  const [code, setCode] = useState('');
  const send = (typed: string): void => {
    if (working || typed.length !== codeLength) return;
    setCode('');
    onCode(typed);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    send(code);
  };
  return (
    <form className={classes.form} onSubmit={onSubmit} method="post">
      <p className={classes.hint}>
        {step.state === 'totp'
          ? t('codeOf.totp')
          : step.phone === undefined
            ? t('codeOf.smsUnnamed')
            : t('codeOf.sms', { phone: step.phone })}
      </p>
      <TextInput
        size="sm"
        className={classes.code}
        label={t('code')}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={codeLength + 2}
        autoFocus
        value={code}
        onChange={({ currentTarget }) => {
          const digits = currentTarget.value.replace(/\D/g, '').slice(0, codeLength);
          setCode(digits);
          if (digits.length === codeLength) send(digits);
        }}
      />
      {children}
      <Button type="submit" size="sm" fullWidth loading={working} disabled={code.length !== codeLength}>
        {t('confirm')}
      </Button>
      <Button size="sm" variant="subtle" fullWidth onClick={onAgain}>
        {t('again')}
      </Button>
    </form>
  );
}
