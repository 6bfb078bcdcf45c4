import { Button } from '@mantine/core';
import { IconAlertTriangle, IconLinkOff, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { checkChain, fetchChainState } from '../../identity/index.ts';
import classes from './audit.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;
const whileRunningMs = 1000;

/** Whether the trail is as it was written, as far as it was checked; and a button to check it now. */
export function ChainStatus() {
  const { t } = useTranslation(['audit', 'common']);
  const language = useLanguage();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['audit-chain'],
    queryFn: ({ signal }) => fetchChainState(signal),
    refetchInterval: ({ state }) => (state.data?.running ? whileRunningMs : false),
  });
  const [failed, setFailed] = useState(false);
  const check = (): void => {
    setFailed(false);
    checkChain().then(
      (state) => queries.setQueryData(['audit-chain'], state),
      () => setFailed(true),
    );
  };
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const { running, last } = data ?? {};
  const bad = last && !last.whole ? last.problems[0] : undefined;
  return (
    <div className={classes.chain} data-state={bad ? 'broken' : last ? 'whole' : 'unknown'} role="status">
      {bad ? (
        <IconAlertTriangle {...icon} />
      ) : error ? (
        <IconLinkOff {...icon} />
      ) : last ? (
        <IconShieldCheck {...icon} />
      ) : (
        <IconShieldQuestion {...icon} />
      )}
      <span>
        {running
          ? t('chain.running', { count: running.rows })
          : bad
            ? t('chain.broken', { seq: bad.seq, what: bad.what })
            : last
              ? t('chain.whole', { seq: last.last, time: time.format(new Date(last.at)) })
              : error
                ? t('chain.failed')
                : t('chain.unknown')}
      </span>
      <Button size="compact-xs" variant="default" loading={running !== undefined} onClick={check}>
        {t('chain.check')}
      </Button>
      {failed && (
        <span className={classes.failed} role="alert">
          {t('chain.failed')}
        </span>
      )}
    </div>
  );
}
