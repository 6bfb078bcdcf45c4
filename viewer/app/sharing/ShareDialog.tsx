import { useCallback, useEffect, useState } from 'react';
import { formatDate, formatPersonName, type StudySummary } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { fetchSharing, listShares, type Share, type SharingSettings } from '../../identity/index.ts';
import { Dialog } from '../../ui/index.ts';
import { ShareCard } from './ShareCard.tsx';
import { ShareForm } from './ShareForm.tsx';
import { shareProblem } from './shareProblem.ts';
import { SharesTable } from './SharesTable.tsx';
import classes from './sharing.module.css';

interface ShareDialogProps {
  opened: boolean;
  study: StudySummary;
  onClose: () => void;
}

/** Shares a study by a link and its QR code, and shows what of it is shared already. */
export function ShareDialog({ opened, study, onClose }: ShareDialogProps) {
  const { t } = useTranslation('sharing');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('title')} closeLabel={t('close')} wide>
      <Contents study={study} />
    </Dialog>
  );
}

function Contents({ study }: { study: StudySummary }) {
  const { t } = useTranslation(['sharing', 'common']);
  const language = useLanguage();
  const { studyInstanceUid } = study;
  const [settings, setSettings] = useState<SharingSettings>();
  const [shares, setShares] = useState<readonly Share[]>();
  const [shown, setShown] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const load = useCallback(async (): Promise<void> => {
    try {
      const [now, listed] = await Promise.all([fetchSharing(), listShares(studyInstanceUid)]);
      setSettings(now);
      setShares(listed);
    } catch (error) {
      setProblem(shareProblem(error, t));
    }
  }, [studyInstanceUid, t]);
  useEffect(() => void Promise.resolve().then(load), [load]);

  const patient = formatPersonName(study.patientName, language)?.primary ?? t('common:noName');
  const about = [patient, formatDate(study.studyDate, language), study.description]
    .filter(Boolean)
    .join(' · ');
  const share = shares?.find(({ id }) => id === shown);
  return (
    <div className={classes.dialog}>
      <p className={classes.about}>{about}</p>
      {problem !== undefined && (
        <p role="alert" className={classes.failed}>
          {problem}
        </p>
      )}
      {share && settings ? (
        <ShareCard
          key={share.id}
          share={share}
          about={about}
          settings={settings}
          onChanged={load}
          onBack={() => setShown(undefined)}
        />
      ) : (
        settings && (
          <ShareForm
            studyInstanceUid={studyInstanceUid}
            settings={settings}
            onShared={async ({ id }) => {
              await load();
              setShown(id);
            }}
          />
        )
      )}
      {!share && shares && shares.length > 0 && (
        <section className={classes.shares}>
          <h3>{t('shares')}</h3>
          <SharesTable shares={shares} onShow={({ id }) => setShown(id)} onChanged={load} />
        </section>
      )}
    </div>
  );
}
