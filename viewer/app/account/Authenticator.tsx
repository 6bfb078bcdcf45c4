import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { beginTotp, confirmTotp, removeTotp } from '../../identity/index.ts';
import { sessionKeeper } from '../session/index.ts';
import { PasswordField } from '../sign-in/index.ts';
import { QrCode } from './QrCode.tsx';
import classes from './account.module.css';

type Step =
  { kind: 'idle'; done?: 'on' | 'off' } | { kind: 'scan'; secret: string; uri: string } | { kind: 'remove' };

/** The authenticator app: set up by scanning and a first code, turned off with the password. */
export function Authenticator({ hasTotp }: { hasTotp: boolean | undefined }) {
  const { t } = useTranslation('account');
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);
  // What was done here is known before the server has been asked again.
  const isOn = step.kind === 'idle' && step.done ? step.done === 'on' : hasTotp;

  const attempt = async (task: () => Promise<Step>): Promise<void> => {
    if (working) return;
    setWorking(true);
    setProblem(undefined);
    try {
      setStep(await task());
    } catch (error) {
      setProblem(problemText(error));
    }
    setWorking(false);
  };
  const begin = () => attempt(async () => ({ kind: 'scan', ...(await beginTotp()) }));
  const confirm = (secret: string, code: string) =>
    attempt(async () => {
      await confirmTotp(secret, code);
      void sessionKeeper().refresh();
      return { kind: 'idle', done: 'on' };
    });
  const remove = (password: string) =>
    attempt(async () => {
      await removeTotp(password);
      void sessionKeeper().refresh();
      return { kind: 'idle', done: 'off' };
    });
  const cancel = (): void => {
    setStep({ kind: 'idle' });
    setProblem(undefined);
  };

  return (
    <section>
      <h2>{t('totpTitle')}</h2>
      {step.kind === 'idle' && (
        <>
          <p>{t(isOn === undefined ? 'totpUnknown' : isOn ? 'totpOn' : 'totpOff')}</p>
          <div className={classes.actions}>
            {isOn !== true && (
              <Button size="sm" variant="default" loading={working} onClick={() => void begin()}>
                {t('totpBegin')}
              </Button>
            )}
            {isOn !== false && (
              <Button size="sm" variant="default" onClick={() => setStep({ kind: 'remove' })}>
                {t('totpRemove')}
              </Button>
            )}
            {step.done && <span role="status">{t(step.done === 'on' ? 'totpDone' : 'totpRemoved')}</span>}
            {problem !== undefined && <Problem text={problem} />}
          </div>
        </>
      )}
      {step.kind === 'scan' && (
        <ScanForm
          secret={step.secret}
          uri={step.uri}
          problem={problem}
          working={working}
          onCode={(code) => void confirm(step.secret, code)}
          onCancel={cancel}
        />
      )}
      {step.kind === 'remove' && (
        <RemoveForm
          problem={problem}
          working={working}
          onPassword={(password) => void remove(password)}
          onCancel={cancel}
        />
      )}
    </section>
  );

  function problemText(error: unknown): string {
    if (error instanceof DicomwebError && error.code === 'wrong-code') return t('totpWrong');
    if (error instanceof DicomwebError && error.code === 'sign-in-refused') return t('wrongPassword');
    return t('failed', { reason: error instanceof Error ? error.message : String(error) });
  }
}

function Problem({ text }: { text: string }) {
  return (
    <span role="alert" className={classes.failed}>
      {text}
    </span>
  );
}

interface StepFormProps {
  problem: string | undefined;
  working: boolean;
  onCancel: () => void;
}

function ScanForm({
  secret,
  uri,
  problem,
  working,
  onCode,
  onCancel,
}: StepFormProps & { secret: string; uri: string; onCode: (code: string) => void }) {
  const { t } = useTranslation(['account', 'common']);
  const [code, setCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code.length === 6) onCode(code);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>{t('totpScan')}</p>
      <div className={classes.scan}>
        <QrCode text={uri} label={t('totpQr')} size={200} />
        <div>
          <span>{t('totpSecret')}</span>
          <code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </div>
      </div>
      <TextInput
        size="sm"
        label={t('totpCode')}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        value={code}
        error={problem}
        onChange={({ currentTarget }) => setCode(currentTarget.value.replace(/\D/g, '').slice(0, 6))}
      />
      <div className={classes.actions}>
        <Button type="submit" size="sm" loading={working} disabled={code.length !== 6}>
          {t('totpConfirm')}
        </Button>
        <Button size="sm" variant="default" onClick={onCancel}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}

function RemoveForm({
  problem,
  working,
  onPassword,
  onCancel,
}: StepFormProps & { onPassword: (password: string) => void }) {
  const { t } = useTranslation(['account', 'common']);
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onPassword(password);
  };
  return (
    <form className={classes.form} onSubmit={submit} method="post">
      <p>{t('totpRemoveHint')}</p>
      <PasswordField
        size="sm"
        label={t('currentPassword')}
        autoComplete="current-password"
        autoFocus
        value={password}
        error={problem}
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" size="sm" loading={working}>
          {t('totpRemove')}
        </Button>
        <Button size="sm" variant="default" onClick={onCancel}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
