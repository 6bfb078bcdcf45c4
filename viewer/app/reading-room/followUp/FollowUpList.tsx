import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { FindingCard } from './FindingCard.tsx';
import { ProposalCard } from './ProposalCard.tsx';
import { useFollowUp } from './useFollowUp.ts';
import classes from './followUp.module.css';

export interface FollowUpListProps {
  reader: Reader;
  /** A finding is being brought onto the screen. */
  onJump?: () => void;
}

/** The findings followed over several dates, and what may be one; nothing where there is neither. */
export function FollowUpList({ reader, onJump }: FollowUpListProps) {
  const { t } = useTranslation('followUp');
  const { findings, proposals } = useFollowUp(reader);
  if (findings.length + proposals.length === 0) return null;
  return (
    <section className={classes.list} aria-label={t('title')}>
      <h3>{t('title')}</h3>
      {proposals.map((proposal) => (
        <ProposalCard key={proposal.ids.join()} reader={reader} proposal={proposal} onJump={onJump} />
      ))}
      {findings.map((finding) => (
        <FindingCard key={finding.trackingUid} reader={reader} finding={finding} onJump={onJump} />
      ))}
    </section>
  );
}
