import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
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
export function ShareForm({
  studyInstanceUid,
  settings: { limits, sendsCodes, experts },
  onShared,
}: ShareFormProps) {
  const { t } = useTranslation(['sharing', 'common']);
  const session = useSession();
  const mayDownload = session.status === 'signed-in' && session.rights.includes('download');
  const proofs = proofsFor({ limits, sendsCodes, experts });
  const [proof, setProof] = useState<Share['proof']>(proofs[0] ?? 'phone');
  const [phone, setPhone] = useState('');
  const [idDigits, setIdDigits] = useState('');
  const [person, setPerson] = useState('');
  const [report, setReport] = useState(true);
  const [history, setHistory] = useState(false);
  const [download, setDownload] = useState(false);
  const [days, setDays] = useState(limits.usualDays);
  const [openings, setOpenings] = useState(limits.mostOpenings);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isAccount = proof === 'account';
  const whom = isAccount ? { person } : proof === 'phone' ? { phone } : { idDigits };
  const isWhole = isAccount
    ? person !== ''
    : proof === 'phone'
      ? phone.replace(/\D/g, '').length >= 7
      : idDigits.length === 6;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working || !isWhole) return;
    setWorking(true);
    setProblem(undefined);
    try {
      const share = await createShare(studyInstanceUid, {
        ...whom,
        // Experts read what others have found.
        ...{ report: report || isAccount, history, download },
        validUntil: new Date(Date.now() + days * dayMs).toISOString(),
        maxOpenings: isAccount ? null : openings,
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
        {proofs.length > 1 && (
          <SegmentedControl
            size="sm"
            value={proof}
            onChange={setProof}
            data={proofs.map((value) => ({ value, label: t(`by.${value}`) }))}
          />
        )}
        {isAccount ? (
          <NativeSelect
            size="sm"
            label={t('expert')}
            description={t('expertHint')}
            value={person}
            data={[
              { value: '', label: t('chooseExpert') },
              ...experts.map(({ id, name, institutions }) => ({
                value: id,
                label: [name, ...institutions.filter((one) => one !== '*')].join(' · '),
              })),
            ]}
            onChange={({ currentTarget }) => setPerson(currentTarget.value)}
          />
        ) : proof === 'phone' ? (
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
        <Checkbox
          size="sm"
          label={t('report')}
          checked={report || isAccount}
          disabled={isAccount}
          onChange={() => setReport(!report)}
        />
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
            description={isAccount ? undefined : t('downloadHint')}
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
        {!isAccount && (
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
        )}
      </fieldset>
      <div className={classes.actions}>
        <Button type="submit" size="sm" loading={working} disabled={!isWhole}>
          {t(isAccount ? 'createForExpert' : 'create')}
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

/** How whoever it is for may show that it is them; the usual way first. */
function proofsFor({
  limits,
  sendsCodes,
  experts,
}: Pick<SharingSettings, 'limits' | 'sendsCodes' | 'experts'>): Share['proof'][] {
  const ways: [Share['proof'], boolean][] = [
    ['phone', sendsCodes || (!limits.idDigits && experts.length === 0)],
    ['id', limits.idDigits],
    ['account', experts.length > 0],
  ];
  return ways.flatMap(([way, isThere]) => (isThere ? [way] : []));
}
