import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { fetchRetention, setRetention } from '../../identity/index.ts';
import { Dialog } from '../../ui/index.ts';
import classes from './audit.module.css';

/** How long events are kept; changed by administrators. */
export function RetentionSetting({ mayChange }: { mayChange: boolean }) {
  const { t } = useTranslation(['audit', 'common']);
  const { data, refetch } = useQuery({
    queryKey: ['audit-retention'],
    queryFn: ({ signal }) => fetchRetention(signal),
  });
  const [days, setDays] = useState<string>();
  const [problem, setProblem] = useState<string>();
  if (!data) return null;

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wanted = Number(days);
    if (!Number.isInteger(wanted) || wanted < data.leastDays)
      return setProblem(t('retention.tooFew', { count: data.leastDays }));
    try {
      await setRetention(wanted, data.version);
      setDays(undefined);
    } catch (error) {
      setProblem(
        error instanceof DicomwebError && error.code === 'changed-meanwhile'
          ? t('retention.changedMeanwhile')
          : t('retention.failed', { reason: (error as Error).message }),
      );
    }
    await refetch();
  };

  return (
    <span className={classes.retention}>
      {t('retention.text', { count: data.days })}
      {mayChange && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            setProblem(undefined);
            setDays(String(data.days));
          }}
        >
          {t('retention.change')}
        </Button>
      )}
      <Dialog
        opened={days !== undefined}
        onClose={() => setDays(undefined)}
        title={t('retention.title')}
        closeLabel={t('common:close')}
      >
        <form className={classes.retentionForm} onSubmit={(event) => void save(event)}>
          <TextInput
            size="sm"
            type="number"
            label={t('retention.days')}
            description={t('retention.hint', { count: data.leastDays })}
            min={data.leastDays}
            step={1}
            required
            withAsterisk={false}
            data-autofocus
            error={problem}
            value={days ?? ''}
            onChange={({ currentTarget: { value } }) => setDays(value)}
          />
          <Button type="submit" size="sm">
            {t('retention.save')}
          </Button>
        </form>
      </Dialog>
    </span>
  );
}
