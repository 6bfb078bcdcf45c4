import { Button, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { tryToken, type EmbedTrial, type His, type Person } from '../../identity/index.ts';
import editor from '../administration/editor.module.css';
import classes from './his.module.css';

const problems = [
  'too-long',
  'not-a-token',
  'header',
  'unknown-issuer',
  'disabled',
  'algorithm',
  'signature',
  'claims',
  'audience',
  'too-long-lived',
  'not-yet',
  'expired',
  'used',
  'mode',
  'no-study',
  'patient',
  'institution',
  'person',
  'rules',
] as const;

/** Says what is wrong with a token; who embeds the viewer is told nothing. */
export function TokenTrial({ his, people }: { his: His; people: readonly Person[] }) {
  const { t } = useTranslation('his');
  const [token, setToken] = useState('');
  const [trial, setTrial] = useState<EmbedTrial>();
  const [failed, setFailed] = useState<string>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailed(undefined);
    setTrial(undefined);
    try {
      setTrial(await tryToken(his.id, token));
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form className={classes.trial} onSubmit={(event) => void submit(event)} method="post">
      <h3>{t('trial.title')}</h3>
      <Textarea
        size="sm"
        label={t('trial.token')}
        description={t('trial.hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        classNames={{ input: classes.key }}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        value={token}
        onChange={({ currentTarget: { value } }) => setToken(value)}
      />
      <Button type="submit" size="sm" variant="default" disabled={token.trim() === ''}>
        {t('trial.submit')}
      </Button>
      {failed !== undefined && (
        <p role="alert" className={editor.failed}>
          {failed}
        </p>
      )}
      {trial && <Result trial={trial} people={people} />}
    </form>
  );
}

function Result({ trial, people }: { trial: EmbedTrial; people: readonly Person[] }) {
  const { t } = useTranslation('his');
  const { ok, problem, detail, claims, studyInstanceUids, personId } = trial;
  const code = problems.find((one) => one === problem);
  const person = people.find(({ id }) => id === personId);
  return (
    <div className={classes.result} data-ok={ok} role={ok ? 'status' : 'alert'}>
      <strong>{ok ? t('trial.ok') : code ? t(`trial.problem.${code}`) : (problem ?? '')}</strong>
      {detail !== undefined && <code>{detail}</code>}
      {claims && (
        <dl>
          <dt>{t('trial.doctor')}</dt>
          <dd>
            {[claims.sub, claims.name, person && `→ ${person.name} (${person.login})`]
              .filter(Boolean)
              .join(' ')}
          </dd>
          <dt>{t('trial.patient')}</dt>
          <dd>{claims.patientId}</dd>
          <dt>{t('trial.mode')}</dt>
          <dd>{t(claims.mode === 'compare' ? 'trial.compare' : 'trial.read')}</dd>
          {studyInstanceUids?.map((uid, index) => [
            <dt key={`t${uid}`}>{t(index === 0 ? 'trial.study' : 'trial.prior')}</dt>,
            <dd key={uid}>{uid}</dd>,
          ])}
        </dl>
      )}
    </div>
  );
}
