import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { revokeShare, type Share } from '../../identity/index.ts';
import { dateAndTime } from '../timeText.ts';
import { shareProblem } from './shareProblem.ts';
import classes from './sharing.module.css';

interface SharesTableProps {
  shares: readonly Share[];
  /** Absent where the code is not to be shown. */
  onShow?: (share: Share) => void;
  onChanged: () => Promise<unknown>;
  /** What stands in front of each: whose images. */
  renderStudy?: (share: Share) => ReactNode;
}

/** What is shared, with whom and until when; each can be withdrawn. */
export function SharesTable({ shares, onShow, onChanged, renderStudy }: SharesTableProps) {
  const { t } = useTranslation(['sharing', 'common']);
  const [problem, setProblem] = useState<string>();
  const [ending, setEnding] = useState<string>();
  const revoke = async (share: Share): Promise<void> => {
    if (!window.confirm(t('withdrawQuestion', { for: share.for }))) return;
    setProblem(undefined);
    setEnding(share.id);
    try {
      await revokeShare(share.id);
      await onChanged();
    } catch (error) {
      setProblem(shareProblem(error, t));
    }
    setEnding(undefined);
  };
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              {renderStudy && <th>{t('columns.study')}</th>}
              <th>{t('columns.for')}</th>
              <th>{t('columns.what')}</th>
              <th>{t('columns.by')}</th>
              <th>{t('columns.until')}</th>
              <th>{t('columns.openings')}</th>
              <th>{t('columns.state')}</th>
              <th aria-label={t('columns.actions')} />
            </tr>
          </thead>
          <tbody>
            {shares.map((share) => (
              <tr key={share.id} data-share={share.id} data-state={share.state}>
                {renderStudy && <td>{renderStudy(share)}</td>}
                <td>{share.for}</td>
                <td>{whatOf(share)}</td>
                <td>
                  {share.createdBy}
                  <small>{dateAndTime(share.createdAt)}</small>
                </td>
                <td>{dateAndTime(share.validUntil)}</td>
                <td>
                  {share.maxOpenings === null ? share.openings : `${share.openings} / ${share.maxOpenings}`}
                </td>
                <td>
                  <span className={classes.state} data-state={share.state}>
                    {t(`state.${share.state}`)}
                  </span>
                </td>
                <td className={classes.rowActions}>
                  {onShow && share.state !== 'withdrawn' && share.state !== 'expired' && (
                    <Button size="compact-xs" variant="default" onClick={() => onShow(share)}>
                      {t('show')}
                    </Button>
                  )}
                  {share.state !== 'withdrawn' && share.state !== 'expired' && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      loading={ending === share.id}
                      onClick={() => void revoke(share)}
                    >
                      {t('withdraw')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problem !== undefined && (
        <p role="alert" className={classes.failed}>
          {problem}
        </p>
      )}
    </>
  );

  function whatOf({ history, report, download, studies }: Share): string {
    return [
      history ? t('contents.history', { count: studies }) : t('contents.study'),
      report && t('contents.report'),
      download && t('contents.files'),
    ]
      .filter(Boolean)
      .join(t('contents.and'));
  }
}
