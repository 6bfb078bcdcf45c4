import { useCallback } from 'react';
import type { OfferedReport, Reader } from '../../../imaging/index.ts';
import { ObjectFrame, readingPanes, type Furniture } from '../objects/index.ts';
import { useShowFromReport } from './useShowFromReport.ts';
import classes from './ReportPanel.module.css';

/** A report as its kind is read: of an archived object the same as in a viewport. */
export function ReportText({ reader, report }: { reader: Reader; report: OfferedReport }) {
  const { id } = report;
  const { object } = report.body;
  const furnish = useCallback(
    ({ details }: Furniture) => {
      if (details) reader.examReports.furnish(id, details);
    },
    [reader, id],
  );
  const onShow = useShowFromReport(reader, object);
  if (object.kind !== 'report' && object.kind !== 'document') return null;
  const Pane = readingPanes[object.kind];
  return (
    <div className={classes.text} data-report={id} data-object-kind={object.kind}>
      <ObjectFrame object={object}>
        <Pane object={object} furnish={furnish} onShow={onShow} />
      </ObjectFrame>
    </div>
  );
}
