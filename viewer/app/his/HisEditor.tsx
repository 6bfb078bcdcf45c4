import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import {
  createHis,
  embedAlgorithms,
  embedRoles,
  removeHis,
  updateHis,
  type His,
  type Person,
} from '../../identity/index.ts';
import { useRoleText } from '../session/index.ts';
import { DoctorLineError, draftOf, emptyDraft, inputOf, type HisDraft } from './hisDraft.ts';
import editor from '../administration/editor.module.css';
import classes from './his.module.css';

interface HisEditorProps {
  /** undefined: a new one */
  his: His | undefined;
  people: readonly Person[];
  /** Resolves with all as they are now. */
  onChanged: () => Promise<readonly His[]>;
  onCreated: (his: His) => void;
  onRemoved: () => void;
}

type TextName = { [Name in keyof HisDraft]: HisDraft[Name] extends string ? Name : never }[keyof HisDraft];
type CheckName = { [Name in keyof HisDraft]: HisDraft[Name] extends boolean ? Name : never }[keyof HisDraft];
const known = ['issuer-taken', 'changed-meanwhile', 'no-such-person'] as const;
const labelFirst: ('label' | 'input' | 'description' | 'error')[] = [
  'label',
  'input',
  'description',
  'error',
];

/** What an administrator enters of a HIS. */
export function HisEditor({ his, people, onChanged, onCreated, onRemoved }: HisEditorProps) {
  const { t } = useTranslation('his');
  const roleText = useRoleText();
  const [base, setBase] = useState(his);
  const [draft, setDraft] = useState(() => (his ? draftOf(his, people) : emptyDraft));
  const [said, setSaid] = useState<{ kind: 'done' | 'failed'; text: string }>();
  const [working, setWorking] = useState(false);
  const change = (values: Partial<HisDraft>): void => setDraft((before) => ({ ...before, ...values }));
  const field = (name: Exclude<TextName, 'algorithm' | 'defaultRole'>, hint?: string) => ({
    size: 'sm',
    label: t(`fields.${name}`),
    name,
    value: draft[name],
    withAsterisk: false,
    description: hint,
    inputWrapperOrder: labelFirst,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      change({ [name]: value }),
  });
  const check = (name: CheckName) => ({
    size: 'sm',
    label: t(`fields.${name}`),
    checked: draft[name],
    onChange: ({ currentTarget: { checked } }: { currentTarget: { checked: boolean } }) =>
      change({ [name]: checked }),
  });
  const begin = (now: His): void => {
    setBase(now);
    setDraft(draftOf(now, people));
  };

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    if (working) return;
    setWorking(true);
    setSaid(undefined);
    try {
      await act();
    } catch (error) {
      setSaid({ kind: 'failed', text: problemText(error) });
      if (error instanceof DicomwebError && error.code === 'changed-meanwhile') {
        const now = (await onChanged()).find(({ id }) => id === base?.id);
        if (now) begin(now);
      }
    }
    setWorking(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const input = inputOf(draft, base, people);
      if (!base) {
        const created = await createHis(input);
        await onChanged();
        return onCreated(created);
      }
      begin(await updateHis(base.id, base.version, input));
      setSaid({ kind: 'done', text: t('saved') });
      await onChanged();
    });
  };
  const remove = (): void => {
    if (!base || !window.confirm(t('removeQuestion', { name: base.name }))) return;
    void attempt(async () => {
      await removeHis(base.id);
      await onChanged();
      onRemoved();
    });
  };

  const isSecret = draft.algorithm === 'HS256';
  const keyStays = base?.algorithm === draft.algorithm && isSecret;
  return (
    <form className={editor.form} onSubmit={submit} method="post" autoComplete="off">
      <TextInput {...field('name')} required maxLength={128} data-autofocus />
      <TextInput {...field('institution', t('hints.institution'))} maxLength={128} />
      <TextInput {...field('issuer', t('hints.issuer'))} required maxLength={256} spellCheck={false} />
      <TextInput {...field('audience', t('hints.audience'))} required maxLength={256} spellCheck={false} />
      <Textarea {...field('origins', t('hints.origins'))} required rows={2} spellCheck={false} />
      <NativeSelect
        size="sm"
        label={t('fields.algorithm')}
        value={draft.algorithm}
        data={embedAlgorithms.map((value) => ({ value, label: t(`algorithms.${value}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const algorithm = embedAlgorithms.find((one) => one === value);
          if (algorithm)
            change({ algorithm, key: base?.algorithm === algorithm ? (base.publicKey ?? '') : '' });
        }}
      />
      <Textarea
        {...field('key', t(keyStays ? 'hints.secretStays' : isSecret ? 'hints.secret' : 'hints.key'))}
        className={editor.wide}
        label={t(isSecret ? 'fields.secret' : 'fields.key')}
        required={!keyStays}
        rows={isSecret ? 1 : 4}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.key }}
      />
      {draft.algorithm === 'SM2' && (
        <>
          <TextInput {...field('sm2Id', t('hints.sm2Id'))} maxLength={128} spellCheck={false} />
          <TextInput {...field('sm2Algorithm', t('hints.sm2Algorithm'))} maxLength={32} spellCheck={false} />
        </>
      )}
      <NativeSelect
        size="sm"
        label={t('fields.defaultRole')}
        description={t('hints.defaultRole')}
        inputWrapperOrder={labelFirst}
        value={draft.defaultRole}
        data={embedRoles.map((role) => ({
          value: role,
          label: role === 'external' ? t('external') : roleText(role),
        }))}
        onChange={({ currentTarget: { value } }) => {
          const role = embedRoles.find((one) => one === value);
          if (role) change({ defaultRole: role });
        }}
      />
      <Textarea {...field('doctors', t('hints.doctors'))} rows={2} spellCheck={false} />
      <div className={classes.checks}>
        <Checkbox {...check('compare')} />
        <Checkbox {...check('download')} />
        <Checkbox {...check('enabled')} />
      </div>
      <div className={editor.actions}>
        <Button type="submit" size="sm" loading={working}>
          {t(base ? 'save' : 'create')}
        </Button>
        {base && (
          <Button size="sm" variant="default" onClick={remove}>
            {t('remove')}
          </Button>
        )}
        {said && (
          <span
            role={said.kind === 'failed' ? 'alert' : 'status'}
            className={said.kind === 'failed' ? editor.failed : undefined}
          >
            {said.text}
          </span>
        )}
      </div>
    </form>
  );

  function problemText(error: unknown): string {
    if (error instanceof DoctorLineError) return t('problem.doctor', { line: error.line });
    const code = error instanceof DicomwebError ? known.find((one) => one === error.code) : undefined;
    if (code) return t(`problem.${code}`);
    return t('problem.invalid', { reason: error instanceof Error ? error.message : String(error) });
  }
}
