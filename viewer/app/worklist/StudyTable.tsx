import type { ReactNode } from 'react';
import type { StudySummary } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { StudyRow } from './StudyRow.tsx';
import classes from './StudyTable.module.css';

interface StudyTableProps {
  studies: StudySummary[];
  selectedUid: string | undefined;
  /** The rows are of other filters than are set now, or a request is under way. */
  state: 'settled' | 'loading' | 'outdated';
  onSelect: (study: StudySummary) => void;
  onOpen: (study: StudySummary) => void;
  /** Shown above the rows: that they are not fresh. */
  notice?: ReactNode;
}

const columns = [
  'patient',
  'sex',
  'age',
  'id',
  'dateTime',
  'modality',
  'description',
  'accession',
  'institution',
  'counts',
] as const;

/** The studies as a grid of links; on a narrow screen the same rows are cards. */
export function StudyTable({ studies, selectedUid, state, onSelect, onOpen, notice }: StudyTableProps) {
  const { t } = useTranslation('worklist');
  return (
    <div className={classes.scroller} data-state={state} id="studies">
      <div
        role="grid"
        aria-label={t('table')}
        aria-busy={state !== 'settled'}
        aria-rowcount={studies.length + 1}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.row}>
            {columns.map((column) => (
              <div key={column} role="columnheader" className={classes.headCell} data-column={column}>
                {t(`column.${column}`)}
              </div>
            ))}
          </div>
          <div className={classes.progress} aria-hidden />
        </div>
        {notice}
        <div role="rowgroup" className={classes.body}>
          {studies.map((study) => (
            <StudyRow
              key={study.studyInstanceUid}
              study={study}
              selected={study.studyInstanceUid === selectedUid}
              onSelect={onSelect}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
