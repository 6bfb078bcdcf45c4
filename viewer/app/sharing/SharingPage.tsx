import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { formatDate, formatPersonName, searchStudies } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { fetchSharing, listShares } from '../../identity/index.ts';
import { AdministrationPage } from '../administration/index.ts';
import { viewerAddress } from '../studiesInAddress.ts';
import { LimitsForm } from './LimitsForm.tsx';
import { shareProblem } from './shareProblem.ts';
import { SharesTable } from './SharesTable.tsx';
import classes from './sharing.module.css';

/** `/sharing`: what may be shared at most, and all that is, for administrators. */
export function SharingPage() {
  return (
    <AdministrationPage section="sharing">
      <Sharing />
    </AdministrationPage>
  );
}

function Sharing() {
  const { t } = useTranslation(['sharing', 'common']);
  const queries = useQueryClient();
  const settings = useQuery({ queryKey: ['sharing'], queryFn: ({ signal }) => fetchSharing(signal) });
  const shares = useQuery({ queryKey: ['shares'], queryFn: ({ signal }) => listShares(undefined, signal) });
  const problem = settings.error ?? shares.error;
  return (
    <>
      {problem && (
        <p role="alert" className={classes.failed}>
          {shareProblem(problem, t)}
        </p>
      )}
      {settings.data && (
        <LimitsForm
          key={settings.data.version}
          settings={settings.data}
          onSaved={(now) => queries.setQueryData(['sharing'], now)}
          onChanged={() => void queries.invalidateQueries({ queryKey: ['sharing'] })}
        />
      )}
      <section className={classes.panel}>
        <h2>{t('allShares')}</h2>
        {shares.data?.length === 0 && <p>{t('noShares')}</p>}
        {shares.data && shares.data.length > 0 && (
          <SharesTable
            shares={shares.data}
            renderStudy={({ studyInstanceUid }) => <StudyName studyInstanceUid={studyInstanceUid} />}
            onChanged={() => queries.invalidateQueries({ queryKey: ['shares'] })}
          />
        )}
      </section>
    </>
  );
}

function StudyName({ studyInstanceUid }: { studyInstanceUid: string }) {
  const { t } = useTranslation('common');
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ['study', studyInstanceUid],
    queryFn: async ({ signal }) =>
      (await searchStudies({ studyInstanceUid, limit: 1 }, { signal })).studies[0] ?? null,
  });
  if (!data) return <span>–</span>;
  return (
    <Link to={viewerAddress([studyInstanceUid])}>
      {formatPersonName(data.patientName, language)?.primary ?? t('noName')}
      <small>{[formatDate(data.studyDate, language), data.description].filter(Boolean).join(' · ')}</small>
    </Link>
  );
}
