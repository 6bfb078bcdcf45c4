import { Button } from '@mantine/core';
import { formatDate } from '../../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import { sizesOf, type Measurement, type Proposal, type Reader } from '../../../imaging/index.ts';
import { figure, measurementIcons } from '../measurements/index.ts';
import { sizeLines } from './followUpTexts.ts';
import { jumpToFinding } from './jumpToFinding.ts';
import classes from './followUp.module.css';

export interface ProposalCardProps {
  reader: Reader;
  proposal: Proposal;
  onJump: (() => void) | undefined;
}

/** What may be one finding by its place: the reader looks at it, and says so or not. */
export function ProposalCard({ reader, proposal: { ids, distanceMm }, onJump }: ProposalCardProps) {
  const { t } = useTranslation('followUp');
  const language = useLanguage();
  const { studies } = reader.state;
  const measurements = ids.flatMap((id) => reader.measurements.get(id) ?? []);
  const [first] = measurements;
  if (!first) return null;
  const dateOf = ({ place }: Measurement): string => {
    const open = studies.find(({ studyInstanceUid }) => studyInstanceUid === place.studyInstanceUid);
    return formatDate(open?.study?.studyDate, language) || t('noDate');
  };
  const jump = (chosen: Measurement): void => {
    onJump?.();
    void jumpToFinding(reader, measurements, chosen).catch(() => undefined);
  };
  const name = t('proposal.title');
  return (
    <article className={classes.card} data-proposed aria-label={name}>
      <header>
        {measurementIcons[first.tool]}
        <b>{name}</b>
        <small>{t('proposal.distance', { mm: figure(distanceMm, 'mm') })}</small>
      </header>
      <ul>
        {measurements.map((measurement) => (
          <li key={measurement.id}>
            <button
              type="button"
              className="yy-target"
              data-current={measurement.place.studyInstanceUid === studies[0]?.studyInstanceUid}
              aria-label={t('jump', { name, date: dateOf(measurement) })}
              onClick={() => jump(measurement)}
            >
              {dateOf(measurement)}
            </button>
            <span>{sizeLines({ measurement, sizes: sizesOf(measurement) }, t)[0]}</span>
            {measurement.label && <small>{measurement.label}</small>}
          </li>
        ))}
      </ul>
      <footer>
        <Button size="compact-sm" onClick={() => reader.followUp.pair(ids)}>
          {t('proposal.accept')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => reader.followUp.refuse(ids)}>
          {t('proposal.refuse')}
        </Button>
      </footer>
    </article>
  );
}
