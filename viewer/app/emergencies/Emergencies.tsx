import { Button } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import {
  endEmergency,
  listEmergencies,
  readNotices,
  reviewEmergency,
  type Emergency,
} from '../../identity/index.ts';
import { Message } from '../../ui/index.ts';
import { LoadState } from '../administration/index.ts';
import list from '../administration/list.module.css';
import { noticesRead, useSession } from '../session/index.ts';
import { MinutesSetting } from './MinutesSetting.tsx';
import { ReviewCell } from './ReviewCell.tsx';

const problems = ['own-emergency', 'reviewed', 'changed-meanwhile'] as const;

/** All that were taken, the newest first; being here is having been told. */
export function Emergencies() {
  const { t } = useTranslation('emergency');
  const language = useLanguage();
  const session = useSession();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const { data, error, refetch } = useQuery({
    queryKey: ['emergencies'],
    // Not now and then: each look is in the audit trail.
    queryFn: ({ signal }) => listEmergencies(signal),
  });
  const [problem, setProblem] = useState<string>();
  const count = data?.emergencies.length;
  useEffect(() => {
    if (count !== undefined) readNotices().then(noticesRead, () => undefined);
  }, [count]);
  if (!data) return <LoadState error={error} retry={() => void refetch()} />;

  const attempt = async (task: () => Promise<unknown>): Promise<void> => {
    setProblem(undefined);
    try {
      await task();
    } catch (failure) {
      const code =
        failure instanceof DicomwebError ? problems.find((one) => one === failure.code) : undefined;
      const reason = failure instanceof Error ? failure.message : String(failure);
      setProblem(code ? t(`review.problem.${code}`) : t('review.problem.other', { reason }));
    }
    await refetch();
  };
  const stateOf = ({ isRunning, until }: Emergency): string =>
    t(isRunning ? 'review.running' : 'review.ended', { time: time.format(new Date(until)) });
  return (
    <>
      <div className={list.bar}>
        <p className={list.intro}>{t('review.intro')}</p>
        {session.status === 'signed-in' && session.rights.includes('administrate') && (
          <MinutesSetting key={data.settings.version} settings={data.settings} attempt={attempt} />
        )}
      </div>
      {problem !== undefined && (
        <p role="alert" className={list.failed}>
          {problem}
        </p>
      )}
      {data.emergencies.length === 0 ? (
        <Message kind="empty" icon={<IconUrgent size={36} stroke={1.5} />} title={t('review.none')}>
          {t('review.noneDetail')}
        </Message>
      ) : (
        <div className={list.frame}>
          <table className={list.table}>
            <thead>
              <tr>
                {(['at', 'person', 'patient', 'reason', 'state', 'review'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`review.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.emergencies.map((emergency) => (
                <tr key={emergency.id} data-emergency={emergency.id}>
                  <td>{time.format(new Date(emergency.beganAt))}</td>
                  <td>
                    <strong>{emergency.person}</strong>
                  </td>
                  <td>
                    {emergency.patientId || t('review.unnamed')}
                    <small>{emergency.studyInstanceUid}</small>
                  </td>
                  <td>{emergency.reason}</td>
                  <td>
                    <span className={emergency.isRunning ? list.warn : undefined}>{stateOf(emergency)}</span>
                    {emergency.isRunning && (
                      <div>
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => void attempt(() => endEmergency(emergency.id))}
                        >
                          {t('review.endNow')}
                        </Button>
                      </div>
                    )}
                  </td>
                  <td>
                    <ReviewCell
                      emergency={emergency}
                      onReview={(note) => attempt(() => reviewEmergency(emergency.id, note))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
