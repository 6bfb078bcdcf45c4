import { memo, type MouseEvent, type ReactNode } from 'react';
import { Link } from 'react-router';
import {
  formatAgeAtStudy,
  formatDateAndTime,
  formatPersonName,
  imagesFirst,
  type StudySummary,
} from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { PatientName } from './PatientName.tsx';
import classes from './StudyTable.module.css';
import { viewerAddress } from '../studiesInAddress.ts';

interface StudyRowProps {
  study: StudySummary;
  selected: boolean;
  onSelect: (study: StudySummary) => void;
  onOpen: (study: StudySummary) => void;
}

/**
 * One study. The patient's name is a link that covers the whole row, so that the browser's own ways of opening links
 * work everywhere on it. A click of the mouse selects, a double click opens; Enter and touch open.
 */
export const StudyRow = memo(function StudyRow({ study, selected, onSelect, onOpen }: StudyRowProps) {
  const { t } = useTranslation(['worklist', 'common']);
  const language = useLanguage();

  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    const withModifier = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    const byKeyboard = event.detail === 0;
    const byTouch = (event.nativeEvent as PointerEvent).pointerType === 'touch';
    if (withModifier) return;
    event.preventDefault();
    if (byKeyboard || byTouch) onOpen(study);
    else onSelect(study);
  };

  const name = formatPersonName(study.patientName, language);
  const fullName = [name?.primary, name?.secondary].filter((part) => part !== undefined).join('  ');
  const { patientSex: sex, guessedCharacterSet: guessed } = study;
  // The link covers the row and its texts: what the mark says has to be said by the cell.
  const guessedText = guessed && t('common:guessedTexts', { characterSet: guessed });
  return (
    <div role="row" className={classes.row} aria-selected={selected}>
      <Cell column="patient" title={[fullName, guessedText].filter(Boolean).join('\n')}>
        <Link
          className={classes.link}
          to={viewerAddress([study.studyInstanceUid])}
          data-study={study.studyInstanceUid}
          tabIndex={selected ? 0 : -1}
          draggable={false}
          onClick={onClick}
          onDoubleClick={() => onOpen(study)}
        >
          <PatientName name={study.patientName} guessed={guessed} />
        </Link>
      </Cell>
      <Cell column="sex">{sex === 'M' || sex === 'F' || sex === 'O' ? t(`common:sex.${sex}`) : sex}</Cell>
      <Cell column="age">{formatAgeAtStudy(study, language)}</Cell>
      <Cell column="id">{study.patientId}</Cell>
      <Cell column="dateTime">{formatDateAndTime(study.studyDate, study.studyTime, language)}</Cell>
      <Cell column="modality">{imagesFirst(study.modalities).join(' ')}</Cell>
      <Cell column="description">{study.description}</Cell>
      <Cell column="accession">{study.accessionNumber}</Cell>
      <Cell column="institution">{study.institution}</Cell>
      <Cell column="counts">
        {study.seriesCount ?? '–'}
        <span className={classes.slash}> / </span>
        {study.instanceCount ?? '–'}
      </Cell>
    </div>
  );
});

interface CellProps {
  column: string;
  /** All of it, where the cell may show less; text says so by itself. */
  title?: string;
  children: ReactNode;
}

function Cell({ column, title, children }: CellProps) {
  return (
    <div
      role="gridcell"
      className={classes.cell}
      data-column={column}
      title={title ?? (typeof children === 'string' ? children : undefined)}
    >
      {children}
    </div>
  );
}
