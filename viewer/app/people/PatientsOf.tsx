import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import {
  addPatientTo,
  listPatientsOf,
  removePatientFrom,
  type CareRelation,
  type Person,
} from '../../identity/index.ts';
import { personProblemText } from './personProblemText.ts';
import editor from '../administration/editor.module.css';
import classes from './people.module.css';

/** Whom a clinician treats: rules about their own patients look here. */
export function PatientsOf({ person: { id } }: { person: Person }) {
  const { t } = useTranslation(['people', 'signIn']);
  const language = useLanguage();
  const [patientId, setPatientId] = useState('');
  const [until, setUntil] = useState('');
  const [problem, setProblem] = useState<string>();
  const { data, refetch } = useQuery({
    queryKey: ['patients-of', id],
    queryFn: ({ signal }) => listPatientsOf(id, signal),
  });
  const attempt = async (task: () => Promise<unknown>): Promise<void> => {
    setProblem(undefined);
    try {
      await task();
      await refetch();
    } catch (error) {
      setProblem(personProblemText(error, t));
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      // To the end of that day.
      const end = until === '' ? null : new Date(`${until}T23:59:59.999`).toISOString();
      await addPatientTo(id, { patientId: patientId.trim(), until: end });
      setPatientId('');
      setUntil('');
    });
  };
  const untilText = (relation: CareRelation): string =>
    relation.until === null
      ? ''
      : ` · ${t('patients.until', { date: new Intl.DateTimeFormat(language, { dateStyle: 'short' }).format(new Date(relation.until)) })}`;
  return (
    <section>
      <h3>{t('patients.title')}</h3>
      <ul className={classes.patients}>
        {data?.map((relation) => (
          <li key={`${relation.patientId} ${relation.issuer} ${relation.source}`}>
            <span>
              {relation.patientId}
              {untilText(relation)}
              {relation.source !== 'administrator' && ` · ${relation.source}`}
            </span>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void attempt(() => removePatientFrom(id, relation))}
            >
              {t('patients.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <form className={classes.patient} onSubmit={submit} autoComplete="off">
        <TextInput
          size="sm"
          required
          withAsterisk={false}
          maxLength={64}
          label={t('patients.patientId')}
          value={patientId}
          onChange={({ currentTarget }) => setPatientId(currentTarget.value)}
        />
        <TextInput
          size="sm"
          type="date"
          label={t('patients.untilField')}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default" disabled={patientId.trim() === ''}>
          {t('patients.add')}
        </Button>
      </form>
      {problem !== undefined && (
        <p role="alert" className={editor.failed}>
          {problem}
        </p>
      )}
    </section>
  );
}
