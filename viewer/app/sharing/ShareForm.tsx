import { Button, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { createShare, type Share, type SharingSettings } from '../../identity/index.ts';
import { useSession } from '../session/index.ts';
import { shareProblem } from './shareProblem.ts';
import classes from './sharing.module.css';

const dayMs = 86_400_000;
const dayChoices = [1, 3, 7, 14, 30, 90, 180, 365];
const openingChoices = [1, 3, 5, 10, 20, 50, 100];

interface ShareFormProps {
  studyInstanceUid: string;
  settings: SharingSettings;
  onShared: (share: Share) => Promise<void>;
}

/** Whom a study is shared with, what of it, until when, how often. */
export function ShareForm({ studyInstanceUid, settings: { limits, sendsCodes }, onShared }: ShareFormProps) {
  const { t } = useTranslation(['sharing', 'common']);
  const session = useSession();
  const mayDownload = session.status === 'signed-in' && session.rights.includes('download');
  const [proof, setProof] = useState<'phone' | 'id'>(sendsCodes || !limits.idDigits ? 'phone' : 'id');
  const [phone, setPhone] = useState('');
  const [idDigits, setIdDigits] = useState('');
  const [report, setReport] = useState(true);
  const [history, setHistory] = useState(false);
  const [download, setDownload] = useState(false);
  const [days, setDays] = useState(limits.usualDays);
  const [openings, setOpenings] = useState(limits.mostOpenings);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isWhole = proof === 'phone' ? phone.replace(/\D/g, '').length >= 7 : idDigits.length === 6;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working || !isWhole) return;
    setWorking(true);
    setProblem(undefined);
    try {
      const share = await createShare(studyInstanceUid, {
        ...(proof === 'phone' ? { phone } : { idDigits }),
        ...{ report, history, download },
        validUntil: new Date(Date.now() + days * dayMs).toISOString(),
        maxOpenings: openings,
      });
      await onShared(share);
    } catch (error) {
      setProblem(shareProblem(error, t));
      setWorking(false);
    }
  };

  const allowedDays = [...new Set([...dayChoices.filter((one) => one <= limits.longestDays), days])];
  const most = limits.mostOpenings ?? Infinity;
  const allowedOpenings = [
    ...new Set([...openingChoices.filter((one) => one <= most), openings ?? 0]),
  ].filter((one) => one > 0);
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} method="post" autoComplete="off">
      <fieldset>
        <legend>{t('who')}</legend>
        {limits.idDigits && (
          <SegmentedControl
            size="sm"
            value={proof}
            onChange={(value) => setProof(value === 'id' ? 'id' : 'phone')}
            data={[
              { value: 'phone', label: t('byPhone') },
              { value: 'id', label: t('byId') },
            ]}
          />
        )}
        {proof === 'phone' ? (
          <TextInput
            size="sm"
            type="tel"
            label={t('phone')}
            description={sendsCodes ? t('phoneHint') : undefined}
            error={!sendsCodes && t('problem.sms-not-configured')}
            inputMode="tel"
            autoComplete="off"
            data-autofocus
            value={phone}
            onChange={({ currentTarget }) => setPhone(currentTarget.value)}
          />
        ) : (
          <TextInput
            size="sm"
            label={t('idDigits')}
            description={t('idHint')}
            autoComplete="off"
            value={idDigits}
            onChange={({ currentTarget }) =>
              setIdDigits(
                currentTarget.value
                  .toUpperCase()
                  .replace(/[^\dX]/g, '')
                  .slice(0, 6),
              )
            }
          />
        )}
      </fieldset>
      <fieldset>
        <legend>{t('what')}</legend>
        <Checkbox size="sm" label={t('report')} checked={report} onChange={() => setReport(!report)} />
        <Checkbox
          size="sm"
          label={t('history')}
          description={t('historyHint')}
          checked={history}
          onChange={() => setHistory(!history)}
        />
        {limits.download && mayDownload && (
          <Checkbox
            size="sm"
            label={t('download')}
            description={t('downloadHint')}
            checked={download}
            onChange={() => setDownload(!download)}
          />
        )}
      </fieldset>
      <fieldset className={classes.pair}>
        <legend>{t('howLong')}</legend>
        <NativeSelect
          size="sm"
          label={t('validity')}
          value={days}
          data={allowedDays
            .toSorted((one, other) => one - other)
            .map((one) => ({ value: String(one), label: t('days', { count: one }) }))}
          onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}
        />
        <NativeSelect
          size="sm"
          label={t('openings')}
          value={openings ?? ''}
          data={[
            ...(limits.mostOpenings === null ? [{ value: '', label: t('unlimited') }] : []),
            ...allowedOpenings
              .toSorted((one, other) => one - other)
              .map((one) => ({ value: String(one), label: t('times', { count: one }) })),
          ]}
          onChange={({ currentTarget: { value } }) => setOpenings(value === '' ? null : Number(value))}
        />
      </fieldset>
      <div className={classes.actions}>
        <Button type="submit" size="sm" loading={working} disabled={!isWhole}>
          {t('create')}
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
