import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { formatDate } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { searchInEmergency, type EmergencyStudy } from '../../identity/index.ts';
import { Dialog } from '../../ui/index.ts';
import { viewerAddress } from '../studiesInAddress.ts';
import { emergencyProblemText } from './emergencyProblemText.ts';
import { EmergencyReason } from './EmergencyReason.tsx';
import classes from './emergency.module.css';

const ways = ['accession-number', 'patient-id'] as const;

/** Finds what a whole number names, and nothing near it. */
export function EmergencySearch() {
  const { t } = useTranslation(['emergency', 'common']);
  const language = useLanguage();
  const navigate = useNavigate();
  const [by, setBy] = useState<(typeof ways)[number]>('accession-number');
  const [value, setValue] = useState('');
  const [found, setFound] = useState<readonly EmergencyStudy[]>();
  const [chosen, setChosen] = useState<EmergencyStudy>();
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setWorking(true);
    setProblem(undefined);
    setFound(undefined);
    try {
      setFound(await searchInEmergency(by, value.trim()));
    } catch (error) {
      setProblem(emergencyProblemText(error, t));
    }
    setWorking(false);
  };
  const textOf = (study: EmergencyStudy): string => {
    const sex = (['M', 'F', 'O'] as const).find((one) => one === study.patientSex);
    return [
      study.patientName,
      sex && t(`sex.${sex}`),
      study.modalities.join('/'),
      formatDate(study.date, language),
    ]
      .filter(Boolean)
      .join(' · ');
  };
  const open = ({ studyInstanceUid }: EmergencyStudy): void =>
    void navigate(viewerAddress([studyInstanceUid]));
  return (
    <section className={classes.panel}>
      <form className={classes.row} onSubmit={(event) => void submit(event)} autoComplete="off">
        <NativeSelect
          size="sm"
          aria-label={t('search')}
          value={by}
          data={ways.map((way) => ({ value: way, label: t(`by.${way}`) }))}
          onChange={({ currentTarget }) => setBy(ways.find((way) => way === currentTarget.value) ?? by)}
        />
        <TextInput
          className={classes.grow}
          size="sm"
          required
          maxLength={64}
          aria-label={t('value', { by: t(`by.${by}`) })}
          placeholder={t('value', { by: t(`by.${by}`) })}
          value={value}
          onChange={({ currentTarget }) => setValue(currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={working}>
          {t('search')}
        </Button>
      </form>
      {problem !== undefined && (
        <p role="alert" className={classes.failed}>
          {problem}
        </p>
      )}
      {found && (
        <p role="status" className={classes.dim}>
          {found.length === 0 ? t('none') : t('found', { count: found.length })}
        </p>
      )}
      <ul className={classes.list}>
        {found?.map((study) => (
          <li key={study.studyInstanceUid} data-study={study.studyInstanceUid}>
            <span>
              {textOf(study)}
              {study.readable && <span className={classes.dim}> · {t('readable')}</span>}
            </span>
            <Button
              size="compact-sm"
              variant={study.readable ? 'default' : 'filled'}
              onClick={() => (study.readable ? open(study) : setChosen(study))}
            >
              {t('open')}
            </Button>
          </li>
        ))}
      </ul>
      <Dialog
        opened={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        title={t('reasonTitle')}
        closeLabel={t('common:close')}
      >
        {chosen && <EmergencyReason study={chosen} text={textOf(chosen)} onOpened={() => open(chosen)} />}
      </Dialog>
    </section>
  );
}
