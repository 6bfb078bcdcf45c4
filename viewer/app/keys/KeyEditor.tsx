import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { createKey, type Rule } from '../../identity/index.ts';
import { NamesField } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { ruleName } from '../rules/index.ts';

interface KeyEditorProps {
  rules: readonly Rule[];
  onMade: () => void;
  onDone: () => void;
}

/** A new key, and then its text: once. */
export function KeyEditor({ rules, onMade, onDone }: KeyEditorProps) {
  const { t } = useTranslation(['keys', 'rules']);
  const [name, setName] = useState('');
  const [ruleIds, setRuleIds] = useState<readonly string[]>([]);
  const [addresses, setAddresses] = useState<string[]>([]);
  const [expires, setExpires] = useState('');
  const [text, setText] = useState<string>();
  const [copied, setCopied] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (ruleIds.length === 0) return setProblem(t('noRules'));
    setWorking(true);
    setProblem(undefined);
    try {
      const made = await createKey({
        name: name.trim(),
        ruleIds: [...ruleIds],
        addresses,
        expiresAt: expires === '' ? null : new Date(expires).toISOString(),
      });
      setText(made.text);
      onMade();
    } catch (error) {
      setProblem(t('problem', { reason: error instanceof Error ? error.message : String(error) }));
    }
    setWorking(false);
  };
  if (text !== undefined)
    return (
      <div className={list.form}>
        <strong>{t('shownTitle')}</strong>
        <p className={list.warn}>{t('shown')}</p>
        <TextInput
          readOnly
          aria-label={t('shownTitle')}
          value={text}
          onFocus={(event) => event.target.select()}
        />
        <div className={list.actions}>
          <Button
            size="sm"
            variant="default"
            onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
          >
            {copied ? t('copied') : t('copy')}
          </Button>
          <Button size="sm" onClick={onDone}>
            {t('done')}
          </Button>
        </div>
      </div>
    );
  return (
    <form className={list.form} onSubmit={(event) => void submit(event)} autoComplete="off">
      <TextInput
        size="sm"
        label={t('fields.name')}
        required
        withAsterisk={false}
        maxLength={128}
        data-autofocus
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <div role="group" aria-label={t('fields.rules')}>
        <span className={list.label}>{t('fields.rules')}</span>
        {rules.filter(isForPrograms).map((rule) => (
          <div key={rule.id}>
            <label className={list.check}>
              <input
                type="checkbox"
                checked={ruleIds.includes(rule.id)}
                onChange={({ currentTarget: { checked } }) =>
                  setRuleIds(checked ? [...ruleIds, rule.id] : ruleIds.filter((id) => id !== rule.id))
                }
              />
              {ruleName(rule, (key) => t(`rules:${key}`))}
            </label>
          </div>
        ))}
        <p className={list.hint}>{t('fields.rulesHint')}</p>
      </div>
      <NamesField
        label={t('fields.addresses')}
        hint={t('fields.addressHint')}
        values={addresses}
        onChange={setAddresses}
      />
      <TextInput
        size="sm"
        type="datetime-local"
        label={t('fields.expires')}
        value={expires}
        onChange={({ currentTarget }) => setExpires(currentTarget.value)}
      />
      <div className={list.actions}>
        <Button type="submit" size="sm" loading={working}>
          {t('create')}
        </Button>
        {problem !== undefined && (
          <span role="alert" className={list.failed}>
            {problem}
          </span>
        )}
      </div>
    </form>
  );
}

/** What is somebody's own is nobody's of a program: such rules would give a key nothing. */
const isForPrograms = ({ effect, enabled, studies }: Rule): boolean =>
  effect === 'allow' &&
  enabled &&
  studies.institutions !== 'own' &&
  studies.departments !== 'own' &&
  studies.patients === undefined &&
  studies.granted === undefined;
