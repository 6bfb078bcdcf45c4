import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { archivedReports, orderReports, StudySource, type OfferedReport } from '../../imaging/index.ts';
import { ObjectFrame, readingPanes } from '../reading-room/objects/index.ts';
import { problemOf } from './problemOf.ts';
import classes from './shared.module.css';

/** What was written of a study: the reports that hold, the newest first. */
export function SharedReports({ studyInstanceUid }: { studyInstanceUid: string }) {
  const { t } = useTranslation(['shared', 'common']);
  const [reports, setReports] = useState<readonly OfferedReport[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isWanted = true;
    archivedReports(new StudySource())
      .reports(studyInstanceUid, { anew: false })
      .then(
        ({ reports: found }) =>
          isWanted && setReports(orderReports(found).filter(({ replaced }) => !replaced)),
        (error: unknown) => isWanted && setProblem(problemOf(error, t)),
      );
    return () => {
      isWanted = false;
    };
  }, [studyInstanceUid, t]);
  if (problem !== undefined)
    return (
      <p role="alert" className={classes.problem}>
        {problem}
      </p>
    );
  if (!reports) return <Loader size="sm" />;
  if (reports.length === 0) return <p className={classes.hint}>{t('noReport')}</p>;
  return reports.map((report) => <Report key={report.id} report={report} />);
}

const furnishNothing = (): void => undefined;
/** Here nothing opens beside a report. */
const showNothing = (): Promise<boolean> => Promise.resolve(false);

function Report({ report }: { report: OfferedReport }) {
  const { object } = report.body;
  if (object.kind !== 'report' && object.kind !== 'document') return null;
  const Pane = readingPanes[object.kind];
  return (
    <div className={classes.report} data-report={report.id} data-object-kind={object.kind}>
      <ObjectFrame object={object}>
        <Pane object={object} furnish={furnishNothing} onShow={showNothing} />
      </ObjectFrame>
    </div>
  );
}
