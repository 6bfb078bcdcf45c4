import { Button, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { openInEmergency, type EmergencyStudy } from '../../identity/index.ts';
import { emergencyProblemText } from './emergencyProblemText.ts';
import { ownEmergenciesChanged } from './useOwnEmergencies.ts';
import classes from './emergency.module.css';

interface EmergencyReasonProps {
  study: EmergencyStudy;
  text: string;
  onOpened: () => void;
}

/** Without a reason nothing is opened. */
export function EmergencyReason({ study, text, onOpened }: EmergencyReasonProps) {
  const { t } = useTranslation('emergency');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const [working, setWorking] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setWorking(true);
    setProblem(undefined);
    try {
      await openInEmergency(study.studyInstanceUid, reason.trim());
      ownEmergenciesChanged();
      return onOpened();
    } catch (error) {
      setProblem(emergencyProblemText(error, t));
    }
    setWorking(false);
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <p>
        <strong>{text}</strong>
      </p>
      <p className={classes.warning}>{t('warning')}</p>
      <Textarea
        size="sm"
        rows={3}
        required
        withAsterisk={false}
        maxLength={1000}
        data-autofocus
        label={t('reason')}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <p className={classes.dim}>{t('patientToo')}</p>
      <div className={classes.row}>
        <Button type="submit" size="sm" color="red" loading={working} disabled={reason.trim().length < 4}>
          {t('confirm')}
        </Button>
        {problem !== undefined && (
          <span role="alert" className={classes.failed}>
            {problem}
          </span>
        )}
      </div>
    </form>
  );
}
