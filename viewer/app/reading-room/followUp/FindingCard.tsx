import { IconUnlink } from '@tabler/icons-react';
import { Fragment } from 'react';
import { formatDate } from '../../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import type { Finding, FindingEntry, Reader, SizeChange } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { measurementIcons } from '../measurements/index.ts';
import { useCommandText } from '../useCommand.ts';
import { changeLines, paceText, sizeLines } from './followUpTexts.ts';
import { jumpToFinding } from './jumpToFinding.ts';
import classes from './followUp.module.css';

export interface FindingCardProps {
  reader: Reader;
  finding: Finding;
  onJump: (() => void) | undefined;
}

/** A finding over the dates: size, change and doubling time; a press on a date brings all of them onto the screen. */
export function FindingCard({ reader, finding, onJump }: FindingCardProps) {
  const { t } = useTranslation('followUp');
  const textOf = useCommandText();
  const { entries, label, measurements, trackingUid } = finding;
  const newest = entries.at(-1)?.measurement;
  const first = entries[0]?.measurement;
  if (!newest || !first) return null;
  const name = label || textOf(`tool.${newest.tool}`);
  const jump = (chosen: FindingEntry): void => {
    onJump?.();
    const shown = entries.map(({ measurement }) => measurement);
    void jumpToFinding(reader, shown, chosen.measurement).catch(() => undefined);
  };
  const sinceFirst = entries.at(-1)?.sinceFirst;
  return (
    <article className={classes.card} aria-label={name}>
      <header>
        {measurementIcons[newest.tool]}
        <b>{name}</b>
        {measurements.some(({ foreign }) => !foreign) && (
          <IconButton
            label={t('takeApart')}
            icon={<IconUnlink size={16} stroke={1.6} aria-hidden />}
            onClick={() => reader.followUp.takeApart(trackingUid)}
          />
        )}
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('columns.date')}</th>
            <th scope="col">{t('columns.size')}</th>
            <th scope="col">{t('columns.change')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRows
              key={entry.measurement.id}
              reader={reader}
              entry={entry}
              name={name}
              jump={() => jump(entry)}
            />
          ))}
        </tbody>
        {sinceFirst && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t('sinceFirst')}
              </th>
              <Change change={sinceFirst} />
            </tr>
            <Pace change={sinceFirst} />
          </tfoot>
        )}
      </table>
    </article>
  );
}

interface EntryRowsProps {
  reader: Reader;
  entry: FindingEntry;
  name: string;
  jump: () => void;
}

function EntryRows({ reader, entry, name, jump }: EntryRowsProps) {
  const { t } = useTranslation('followUp');
  const language = useLanguage();
  const { sincePrevious, studyDate } = entry;
  const current = entry.measurement.place.studyInstanceUid === reader.state.studies[0]?.studyInstanceUid;
  const date = formatDate(studyDate, language) || t('noDate');
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="yy-target"
            data-current={current}
            aria-label={t('jump', { name, date })}
            onClick={jump}
          >
            {date}
          </button>
        </th>
        <td>
          <Lines lines={sizeLines(entry, t)} />
        </td>
        {sincePrevious ? <Change change={sincePrevious} /> : <td className={classes.dim}>{t('first')}</td>}
      </tr>
      {sincePrevious && <Pace change={sincePrevious} />}
    </>
  );
}

const Change = ({ change }: { change: SizeChange }) => (
  <td>
    <Lines lines={changeLines(change)} />
  </td>
);

/** Interval, doubling time and how sure that is, across the table. */
function Pace({ change }: { change: SizeChange }) {
  const { t } = useTranslation('followUp');
  return (
    <tr className={classes.pace} data-comparable={change.comparable}>
      <td colSpan={3}>{paceText(change, t)}</td>
    </tr>
  );
}

const Lines = ({ lines }: { lines: string[] }) =>
  lines.map((line, at) => (
    <Fragment key={line}>
      {at > 0 && <br />}
      {at > 0 ? <small>{line}</small> : line}
    </Fragment>
  ));
