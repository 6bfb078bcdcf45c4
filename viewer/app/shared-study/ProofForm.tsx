import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { askForCode, openShare } from '../../identity/index.ts';
import { useSecondsUntil } from '../sign-in/index.ts';
import { pageVisit } from '../visit/index.ts';
import { problemOf } from './problemOf.ts';
import classes from './shared.module.css';

const waitMs = 60_000;

interface ProofFormProps {
  id: string;
  proof: 'phone' | 'id';
  /** There was a session, and it is over. */
  ended: boolean;
  onOpen: () => void;
  /** It cannot be opened any more. */
  onClosed: () => void;
}

/** A visitor proves that it was shared with them: by a code to the telephone, or by the end of an ID. */
export function ProofForm({ id, proof, ended, onOpen, onClosed }: ProofFormProps) {
  const { t } = useTranslation(['shared', 'common']);
  const language = useLanguage();
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [idDigits, setIdDigits] = useState('');
  const [askedUntil, setAskedUntil] = useState<number>();
  const [working, setWorking] = useState<'asking' | 'opening'>();
  const [problem, setProblem] = useState<string>();
  const seconds = useSecondsUntil(askedUntil);
  const phoneIsWhole = phone.replace(/\D/g, '').length >= 7;
  const canOpen = proof === 'id' ? idDigits.length === 6 : phoneIsWhole && code.length === 6;

  const attempt = async (what: 'asking' | 'opening', task: () => Promise<void>): Promise<void> => {
    if (working) return;
    setWorking(what);
    setProblem(undefined);
    try {
      await task();
    } catch (error) {
      if (error instanceof DicomwebError && (error.status === 410 || error.code === 'share-locked'))
        onClosed();
      else if (error instanceof DicomwebError && error.code === 'share-refused')
        setProblem(t(proof === 'id' ? 'problem.refusedId' : 'problem.refused'));
      else setProblem(problemOf(error, t));
    }
    setWorking(undefined);
  };
  const ask = (): void =>
    void attempt('asking', async () => {
      await askForCode(id, phone, language === 'en' ? 'en' : 'zh-CN');
      setAskedUntil(Date.now() + waitMs);
    });
  const open = (event: FormEvent): void => {
    event.preventDefault();
    if (!canOpen) return;
    void attempt('opening', async () => {
      const { token } = await openShare(id, proof === 'id' ? { idDigits } : { phone, code });
      pageVisit.begin({ id, token, mark: (proof === 'id' ? idDigits : phone.replace(/\D/g, '')).slice(-4) });
      onOpen();
    });
  };

  return (
    <form className={classes.proof} onSubmit={open} method="post">
      <p className={classes.intro}>{ended ? t('ended') : t('proof.intro')}</p>
      {proof === 'phone' ? (
        <>
          <TextInput
            size="lg"
            type="tel"
            name="phone"
            label={t('proof.phone')}
            description={t('proof.phoneHint')}
            autoComplete="tel"
            inputMode="tel"
            maxLength={20}
            value={phone}
            onChange={({ currentTarget }) => setPhone(currentTarget.value)}
          />
          <Button
            size="lg"
            variant="default"
            loading={working === 'asking'}
            disabled={!phoneIsWhole || seconds > 0}
            onClick={ask}
          >
            {seconds > 0 ? t('proof.again', { seconds }) : t('proof.getCode')}
          </Button>
          {askedUntil !== undefined && (
            <p role="status" className={classes.hint}>
              {t('proof.asked')}
            </p>
          )}
          <TextInput
            size="lg"
            className={classes.code}
            name="code"
            label={t('proof.code')}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={8}
            value={code}
            onChange={({ currentTarget }) => setCode(currentTarget.value.replace(/\D/g, '').slice(0, 6))}
          />
        </>
      ) : (
        <TextInput
          size="lg"
          className={classes.code}
          name="id"
          label={t('proof.idDigits')}
          description={t('proof.idHint')}
          autoComplete="off"
          maxLength={8}
          value={idDigits}
          onChange={({ currentTarget }) =>
            setIdDigits(
              currentTarget.value
                .toUpperCase()
                .replace(/[^\dX]/g, '')
                .slice(0, 6),
            )
          }
        />
      )}
      {problem !== undefined && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <Button type="submit" size="lg" loading={working === 'opening'} disabled={!canOpen}>
        {t('proof.open')}
      </Button>
    </form>
  );
}
