import { Fragment, useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import type { AuditEvent } from '../../identity/index.ts';
import type { AuditFilter } from './auditFilter.ts';
import { EventDetails } from './EventDetails.tsx';
import { useEventText, type Named } from './useEventText.ts';
import classes from './audit.module.css';

interface AuditTableProps {
  events: readonly AuditEvent[];
  named: Named;
  /** Narrows what is shown. */
  onNarrow: (change: Partial<AuditFilter>) => void;
}

/** One row for each event; opened, all that is known of it. */
export function AuditTable({ events, named, onNarrow }: AuditTableProps) {
  const { t } = useTranslation('audit');
  const textOf = useEventText();
  const [open, setOpen] = useState<number>();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('columns.time')}</th>
          <th scope="col">{t('columns.who')}</th>
          <th scope="col">{t('columns.address')}</th>
          <th scope="col">{t('columns.event')}</th>
          <th scope="col">{t('columns.what')}</th>
          <th scope="col">{t('columns.study')}</th>
          <th scope="col">{t('columns.rule')}</th>
          <th scope="col">{t('columns.outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const text = textOf(event, named);
          const isOpen = open === event.seq;
          const toggle = (): void => setOpen(isOpen ? undefined : event.seq);
          return (
            <Fragment key={event.seq}>
              <tr
                className={classes.event}
                data-seq={event.seq}
                data-outcome={event.outcome}
                data-open={isOpen}
                onClick={toggle}
              >
                <td className={classes.time}>
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    aria-label={t('more', { seq: event.seq })}
                    onClick={(click) => {
                      click.stopPropagation();
                      toggle();
                    }}
                  >
                    {text.time}
                  </button>
                </td>
                <td>
                  {text.who} <span className={classes.dim}>{text.whoElse}</span>
                </td>
                <td className={classes.exact}>{event.address ?? '–'}</td>
                <td className={classes.exact}>{text.kind}</td>
                <td className={classes.what}>{text.what || '–'}</td>
                <td className={classes.study}>
                  {event.studyInstanceUid === undefined ? (
                    '–'
                  ) : (
                    <Link
                      to={`/viewer?${new URLSearchParams({ StudyInstanceUIDs: event.studyInstanceUid })}`}
                      title={event.studyInstanceUid}
                      onClick={(click) => click.stopPropagation()}
                    >
                      {event.studyInstanceUid}
                    </Link>
                  )}
                </td>
                <td>{text.rule || '–'}</td>
                <td className={classes.outcome} data-outcome={event.outcome}>
                  {text.outcome}
                </td>
              </tr>
              {isOpen && (
                <tr className={classes.opened}>
                  <td colSpan={8}>
                    <EventDetails event={event} text={text} onNarrow={onNarrow} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
