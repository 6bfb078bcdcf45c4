import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import {
  createRule,
  removeRule,
  rights,
  updateRule,
  type Rule,
  type RuleInput,
} from '../../identity/index.ts';
import list from '../administration/list.module.css';
import { Checks } from './Checks.tsx';
import { emptyRule, inputOf, tidied } from './ruleDraft.ts';
import { isOfStudies, ruleTexts } from './ruleTexts.ts';
import classes from './rules.module.css';
import { ruleProblemText, useRuleWording } from './useRules.ts';
import { WhenFields } from './WhenFields.tsx';
import { WhichFields } from './WhichFields.tsx';
import { WhoFields } from './WhoFields.tsx';

interface RuleEditorProps {
  /** undefined: a new one */
  rule: Rule | undefined;
  timeZone: string;
  onDone: () => void;
  onChangedMeanwhile: () => Promise<void>;
}

/** One rule, with what it says in plain words while it is being made. */
export function RuleEditor({ rule, timeZone, onDone, onChangedMeanwhile }: RuleEditorProps) {
  const { t } = useTranslation('rules');
  const wording = useRuleWording();
  const [draft, setDraft] = useState<RuleInput>(rule ? inputOf(rule) : emptyRule);
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);
  const change = (some: Partial<RuleInput>): void => setDraft((before) => ({ ...before, ...some }));

  const attempt = async (task: () => Promise<unknown>): Promise<void> => {
    if (working) return;
    setWorking(true);
    setProblem(undefined);
    try {
      await task();
      return onDone();
    } catch (error) {
      setProblem(ruleProblemText(error, t));
      if (error instanceof DicomwebError && error.code === 'changed-meanwhile') await onChangedMeanwhile();
    }
    setWorking(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = tidied(draft);
    if (input.rights.length === 0) return setProblem(t('problem.noRights'));
    void attempt(() => (rule ? updateRule(rule.id, rule.version, input) : createRule(input)));
  };
  const { who, what, which, when } = ruleTexts(tidied(draft), wording);
  return (
    <form className={list.form} onSubmit={submit} autoComplete="off">
      <div className={list.fields}>
        <TextInput
          size="sm"
          label={t('fields.name')}
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
          value={draft.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <NativeSelect
          size="sm"
          label={t('fields.effect')}
          value={draft.effect}
          data={[
            { value: 'allow', label: t('effect.allow') },
            { value: 'deny', label: t('effect.deny') },
          ]}
          onChange={({ currentTarget }) =>
            change({ effect: currentTarget.value === 'deny' ? 'deny' : 'allow' })
          }
        />
      </div>
      <Checks
        label={t('fields.rights')}
        options={rights.map((right) => ({ value: right, label: t(`rights.${right}`) }))}
        values={draft.rights}
        onChange={(values) => change({ rights: values })}
      />
      <fieldset className={list.group}>
        <legend>{t('fields.who')}</legend>
        <WhoFields subjects={draft.subjects} onChange={(subjects) => change({ subjects })} />
      </fieldset>
      <fieldset className={list.group}>
        <legend>{t('fields.which')}</legend>
        {isOfStudies(draft.rights) ? (
          <WhichFields studies={draft.studies} onChange={(studies) => change({ studies })} />
        ) : (
          <p className={list.hint}>{t('fields.whichNone')}</p>
        )}
      </fieldset>
      <fieldset className={list.group}>
        <legend>{t('fields.when')}</legend>
        <WhenFields
          timeZone={timeZone}
          circumstances={draft.circumstances}
          onChange={(circumstances) => change({ circumstances })}
        />
      </fieldset>
      <p className={classes.preview}>
        <b>{t('preview')}</b>
        {t('sentence', { effect: t(`effect.${draft.effect}`), who, what, which, when })}
      </p>
      <div className={list.actions}>
        <Button type="submit" size="sm" loading={working}>
          {t('save')}
        </Button>
        {rule && (
          <Button
            size="sm"
            variant="default"
            onClick={() => {
              if (window.confirm(t('removeQuestion', { name: rule.name })))
                void attempt(() => removeRule(rule));
            }}
          >
            {t('remove')}
          </Button>
        )}
        {problem !== undefined && (
          <span role="alert" className={list.failed}>
            {problem}
          </span>
        )}
      </div>
    </form>
  );
}
