import { Button, Loader } from '@mantine/core';
import { useTranslation } from '../../../i18n/index.ts';
import type { OfferedReport, Reader, ReportList } from '../../../imaging/index.ts';
import { DateTabs } from './DateTabs.tsx';
import { ReportChoice } from './ReportChoice.tsx';
import { ReportText } from './ReportText.tsx';
import { useExamReports } from './useExamReports.ts';
import classes from './ReportPanel.module.css';

/** The dates, the reports of the chosen one, and the one that is read. */
export function Reports({ reader }: { reader: Reader }) {
  const { lists, studyInstanceUid = '' } = useExamReports(reader);
  const list = lists.get(studyInstanceUid);
  const report = reader.examReports.shown;
  return (
    <div className={classes.contents}>
      <DateTabs reader={reader} />
      {list?.status === 'ready' && list.reports.length > 0 && report ? (
        <ReportOf reader={reader} list={list} report={report} />
      ) : (
        <NoReport reader={reader} list={list} />
      )}
    </div>
  );
}

type Listed = Extract<ReportList, { status: 'ready' }>;

function ReportOf({ reader, list, report }: { reader: Reader; list: Listed; report: OfferedReport }) {
  return (
    <>
      <ReportChoice reader={reader} reports={list.reports} shown={report} />
      <Unread list={list} />
      <ReportText key={report.id} reader={reader} report={report} />
    </>
  );
}

/** That there is none, that it is being looked for, or why it cannot be said. */
function NoReport({ reader, list }: { reader: Reader; list: ReportList | undefined }) {
  const { t } = useTranslation(['reportPanel', 'common']);
  if (!list || list.status === 'loading')
    return (
      <div className={classes.message} role="status">
        <Loader size="sm" />
        <span>{t('loading')}</span>
      </div>
    );
  const again = (
    <Button size="compact-sm" variant="default" onClick={() => void reader.examReports.refresh()}>
      {t(list.status === 'failed' ? 'common:retry' : 'again')}
    </Button>
  );
  if (list.status === 'failed')
    return (
      <div className={classes.message} role="alert">
        <strong>{t('failed')}</strong>
        <span>{list.reason}</span>
        {again}
      </div>
    );
  return (
    <div className={classes.message} role="status">
      <strong>{t('none')}</strong>
      <span className={classes.dim}>{t('noneDetail')}</span>
      <Unread list={list} />
      {again}
    </div>
  );
}

function Unread({ list: { unread } }: { list: Listed }) {
  const { t } = useTranslation('reportPanel');
  if (unread.length === 0) return null;
  return (
    <p className={classes.unread} role="alert" title={unread.join('\n')}>
      {t('unread', { count: unread.length })}
    </p>
  );
}
