import { Button } from '@mantine/core';
import { useCallback, useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import {
  disablePerson,
  enablePerson,
  endSessionsOf,
  listSessionsOf,
  removeTotpOf,
  setPersonPassword,
  type Person,
} from '../../identity/index.ts';
import { SessionsTable, useSessions } from '../session/index.ts';
import { PasswordField, passwordProblemOf } from '../sign-in/index.ts';
import { PatientsOf } from './PatientsOf.tsx';
import { personProblemText } from './personProblemText.ts';
import { PersonState, stateOf } from './PersonState.tsx';
import editor from '../administration/editor.module.css';
import classes from './people.module.css';

/** Password, sessions, and whether somebody may sign in at all. */
export function PersonActions({ person, onChanged }: { person: Person; onChanged: () => Promise<unknown> }) {
  const { t } = useTranslation(['people', 'signIn']);
  const { id, name } = person;
  const [password, setPassword] = useState('');
  const [passwordProblem, setPasswordProblem] = useState<string>();
  const [said, setSaid] = useState<{ kind: 'done' | 'failed'; text: string }>();
  const load = useCallback((signal: AbortSignal) => listSessionsOf(id, signal), [id]);
  const { sessions, problem, ending, end, clear } = useSessions(load);
  const state = stateOf(person);

  const attempt = async (task: () => Promise<unknown>, done?: string): Promise<void> => {
    setSaid(undefined);
    setPasswordProblem(undefined);
    try {
      await task();
      if (done !== undefined) setSaid({ kind: 'done', text: done });
      await onChanged();
    } catch (error) {
      const about = passwordProblemOf(error);
      if (about) setPasswordProblem(t(`signIn:passwordProblem.${about}`));
      else setSaid({ kind: 'failed', text: personProblemText(error, t) });
    }
  };
  const submitPassword = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      await setPersonPassword(id, password);
      setPassword('');
      clear();
    }, t('passwordSet'));
  };

  return (
    <div className={classes.more}>
      <section>
        <div className={editor.actions}>
          <PersonState person={person} />
          {state !== 'disabled' && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                if (window.confirm(t('disableQuestion', { name })))
                  void attempt(async () => {
                    await disablePerson(id);
                    clear();
                  });
              }}
            >
              {t('disable')}
            </Button>
          )}
          {person.hasTotp && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void attempt(() => removeTotpOf(id), t('totpRemoved'))}
            >
              {t('removeTotp')}
            </Button>
          )}
          {(state === 'disabled' || state === 'locked') && (
            <Button size="compact-sm" variant="default" onClick={() => void attempt(() => enablePerson(id))}>
              {t(state === 'locked' ? 'unlock' : 'enable')}
            </Button>
          )}
        </div>
      </section>
      <section>
        <form className={classes.inline} onSubmit={submitPassword} method="post">
          <input type="text" name="username" autoComplete="username" value={person.login} readOnly hidden />
          <PasswordField
            size="sm"
            label={t('fields.newPassword')}
            description={t('signIn:passwordHint')}
            autoComplete="new-password"
            value={password}
            error={passwordProblem}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Button type="submit" size="sm" variant="default" disabled={password === ''}>
            {t('setPassword')}
          </Button>
        </form>
      </section>
      <section>
        <header>
          <h3>{t('sessionsTitle')}</h3>
          {sessions !== undefined && sessions.length > 0 && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                void attempt(async () => {
                  await endSessionsOf(id);
                  clear();
                }, t('ended'))
              }
            >
              {t('endAll')}
            </Button>
          )}
        </header>
        {sessions && (
          <SessionsTable sessions={sessions} ending={ending} onEnd={(session) => void end(session)} />
        )}
        {problem !== undefined && (
          <p role="alert" className={editor.failed}>
            {problem}
          </p>
        )}
      </section>
      {person.role === 'clinician' && <PatientsOf person={person} />}
      {said && (
        <p role={said.kind === 'failed' ? 'alert' : 'status'} data-kind={said.kind} className={classes.said}>
          {said.text}
        </p>
      )}
    </div>
  );
}
