import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { StudySummary } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { rights, testRules, type Right, type RuleAnswer } from '../../identity/index.ts';
import list from '../administration/list.module.css';
import { RuleAnswerView } from './RuleAnswerView.tsx';
import { isOfStudies } from './ruleTexts.ts';
import { StudyPicker } from './StudyPicker.tsx';
import { ruleProblemText, useKeys, usePeople, useRules } from './useRules.ts';

/** May somebody do something with a study, from where and when? Answered by the rules in force, with the reason. */
export function RuleTest() {
  const { t } = useTranslation('rules');
  const { data: rules } = useRules();
  const { data: people } = usePeople();
  const { data: keys } = useKeys();
  const [who, setWho] = useState('');
  const [right, setRight] = useState<Right>('read');
  const [study, setStudy] = useState<StudySummary>();
  const [address, setAddress] = useState<string>();
  const [at, setAt] = useState('');
  const [answer, setAnswer] = useState<{ who: string; right: Right; answer: RuleAnswer }>();
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);

  const chosen = who || (people?.[0] ? `person ${people[0].id}` : '');
  const from = address ?? rules?.address ?? '';
  const nameOf = (subject: string): string => {
    const id = subject.split(' ')[1];
    return [...(people ?? []), ...(keys ?? [])].find((one) => one.id === id)?.name ?? '';
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(undefined);
    setAnswer(undefined);
    setWorking(true);
    const [kind, id = ''] = chosen.split(' ');
    try {
      const found = await testRules({
        subject: kind === 'key' ? { key: id } : { person: id },
        right,
        ...(isOfStudies([right]) && study && { study: study.studyInstanceUid }),
        ...(from.trim() !== '' && { address: from.trim() }),
        ...(at !== '' && { at: new Date(at).toISOString() }),
      });
      setAnswer({ who: nameOf(chosen), right, answer: found });
    } catch (error) {
      setProblem(ruleProblemText(error, t));
    }
    setWorking(false);
  };
  const needsStudy = isOfStudies([right]);
  return (
    <section className={list.panel} aria-labelledby="rule-test">
      <h2 id="rule-test">{t('test.title')}</h2>
      <p className={list.dim}>{t('test.intro')}</p>
      <form className={list.form} onSubmit={(event) => void submit(event)} autoComplete="off">
        <div className={list.fields}>
          <NativeSelect
            size="xs"
            label={t('test.who')}
            value={chosen}
            onChange={({ currentTarget }) => setWho(currentTarget.value)}
          >
            <optgroup label={t('test.people')}>
              {people?.map(({ id, name, login }) => (
                <option key={id} value={`person ${id}`}>
                  {name} ({login})
                </option>
              ))}
            </optgroup>
            <optgroup label={t('test.keys')}>
              {keys?.map(({ id, name }) => (
                <option key={id} value={`key ${id}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          </NativeSelect>
          <NativeSelect
            size="xs"
            label={t('test.right')}
            value={right}
            data={rights.map((one) => ({ value: one, label: t(`rights.${one}`) }))}
            onChange={({ currentTarget: { value } }) =>
              setRight(rights.find((one) => one === value) ?? 'read')
            }
          />
          <TextInput
            size="xs"
            label={t('test.address')}
            value={from}
            onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          />
          <TextInput
            size="xs"
            type="datetime-local"
            label={t('test.at')}
            value={at}
            onChange={({ currentTarget }) => setAt(currentTarget.value)}
          />
        </div>
        {needsStudy && <StudyPicker study={study} onChange={setStudy} />}
        <div className={list.actions}>
          <Button
            type="submit"
            size="sm"
            loading={working}
            disabled={chosen === '' || (needsStudy && !study)}
          >
            {t('test.ask')}
          </Button>
          {problem !== undefined && (
            <span role="alert" className={list.failed}>
              {problem}
            </span>
          )}
        </div>
      </form>
      {answer && <RuleAnswerView {...answer} rules={rules?.rules ?? []} />}
    </section>
  );
}
