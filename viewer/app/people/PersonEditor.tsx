import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { createPerson, personRoles, updatePerson, type Person } from '../../identity/index.ts';
import { PasswordField, passwordProblemOf } from '../sign-in/index.ts';
import { useRoleText } from '../session/index.ts';
import { draftOf, emptyDraft, inputOf, versionToChange, type PersonDraft } from './personDraft.ts';
import { PersonActions } from './PersonActions.tsx';
import { personProblemText } from './personProblemText.ts';
import editor from '../administration/editor.module.css';

interface PersonEditorProps {
  /** undefined: somebody new */
  person: Person | undefined;
  /** Resolves with everybody as they are now. */
  onChanged: () => Promise<readonly Person[]>;
  onCreated: (person: Person) => void;
}

/** What an administrator enters of a person, and below it what can be done with their account. */
export function PersonEditor({ person, onChanged, onCreated }: PersonEditorProps) {
  const { t } = useTranslation(['people', 'signIn']);
  const roleText = useRoleText();
  // What is edited, as it was when it was begun.
  const [base, setBase] = useState(person);
  const [draft, setDraft] = useState(base ? draftOf(base) : emptyDraft);
  const [saved, setSaved] = useState(false);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<{ field: 'login' | 'password' | 'all'; text: string }>();
  const [working, setWorking] = useState(false);
  const field = (name: Exclude<keyof PersonDraft, 'role'>) => ({
    size: 'sm',
    label: t(`fields.${name}`),
    name,
    value: draft[name],
    withAsterisk: false,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setDraft((before) => ({ ...before, [name]: value })),
  });

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working) return;
    setWorking(true);
    setProblem(undefined);
    setSaved(false);
    try {
      const input = inputOf(draft);
      if (base && person) {
        begin(await updatePerson(base.id, versionToChange(base, person), input));
        setSaved(true);
        await onChanged();
      } else {
        const created = await createPerson(input, password || undefined);
        await onChanged();
        return onCreated(created);
      }
    } catch (error) {
      setProblem(problemOf(error));
      if (error instanceof DicomwebError && error.code === 'changed-meanwhile') {
        const now = (await onChanged()).find(({ id }) => id === base?.id);
        if (now) begin(now);
      }
    }
    setWorking(false);
  };
  const begin = (now: Person): void => {
    setBase(now);
    setDraft(draftOf(now));
  };

  return (
    <>
      <form className={editor.form} onSubmit={(event) => void submit(event)} method="post" autoComplete="off">
        <TextInput {...field('name')} required maxLength={128} data-autofocus />
        <TextInput
          {...field('login')}
          required
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          description={t('fields.loginHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          error={problem?.field === 'login' && problem.text}
        />
        <NativeSelect
          size="sm"
          label={t('fields.role')}
          value={draft.role}
          data={personRoles.map((role) => ({ value: role, label: roleText(role) }))}
          onChange={({ currentTarget: { value } }) => {
            const role = personRoles.find((one) => one === value);
            if (role) setDraft((before) => ({ ...before, role }));
          }}
        />
        <TextInput {...field('phone')} type="tel" autoComplete="off" />
        <Textarea
          {...field('institutions')}
          rows={2}
          description={t('fields.lines')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
        <Textarea
          {...field('departments')}
          rows={2}
          description={t('fields.lines')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
        {!person && (
          <PasswordField
            size="sm"
            label={t('fields.password')}
            description={t('fields.passwordLater')}
            autoComplete="new-password"
            required={false}
            value={password}
            error={problem?.field === 'password' && problem.text}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        )}
        <div className={editor.actions}>
          <Button type="submit" size="sm" loading={working}>
            {person ? t('save') : t('create')}
          </Button>
          {saved && <span role="status">{t('saved')}</span>}
          {problem?.field === 'all' && (
            <span role="alert" className={editor.failed}>
              {problem.text}
            </span>
          )}
        </div>
      </form>
      {person && <PersonActions person={person} onChanged={onChanged} />}
    </>
  );

  function problemOf(error: unknown): { field: 'login' | 'password' | 'all'; text: string } {
    const aboutPassword = passwordProblemOf(error);
    if (aboutPassword) return { field: 'password', text: t(`signIn:passwordProblem.${aboutPassword}`) };
    const isLogin = error instanceof DicomwebError && error.code === 'login-taken';
    return { field: isLogin ? 'login' : 'all', text: personProblemText(error, t) };
  }
}
