import { useEffect, useRef } from 'react';
import { formatDate, imagesFirst } from '../../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import type { ExamDate, Reader } from '../../../imaging/index.ts';
import { useExamDates, useExamReports } from './useExamReports.ts';
import classes from './ReportPanel.module.css';

/** The dates to choose from, each with the word and the colour it has in the comparison; below them what the chosen study is. */
export function DateTabs({ reader }: { reader: Reader }) {
  const { t } = useTranslation(['reportPanel', 'comparison']);
  const language = useLanguage();
  const dates = useExamDates(reader);
  const { studyInstanceUid } = useExamReports(reader);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const pressed = row.current?.querySelector('[aria-pressed="true"]');
    pressed?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [studyInstanceUid]);
  const chosen = dates.find((one) => one.studyInstanceUid === studyInstanceUid);
  return (
    <>
      <div ref={row} className={classes.dates} role="group" aria-label={t('dates')}>
        {dates.map((one) => (
          <button
            key={one.studyInstanceUid}
            type="button"
            className="yy-target"
            data-relation={one.relation}
            data-study={one.studyInstanceUid}
            aria-pressed={one === chosen}
            title={describe(one)}
            onClick={() =>
              reader.examReports.open({ studyInstanceUid: one.studyInstanceUid }).catch(() => undefined)
            }
          >
            <span>{t(`comparison:relation.${one.relation}`)}</span>{' '}
            <b>{formatDate(one.study?.studyDate, language) || t('noDate')}</b>
          </button>
        ))}
      </div>
      {chosen && (
        <p className={classes.study} data-relation={chosen.relation}>
          {describe(chosen)}
        </p>
      )}
    </>
  );

  function describe({ study, relation }: ExamDate): string {
    return [
      t(`comparison:relation.${relation}`),
      formatDate(study?.studyDate, language),
      study && imagesFirst(study.modalities).join(' '),
      study?.description,
    ]
      .filter(Boolean)
      .join(' · ');
  }
}
