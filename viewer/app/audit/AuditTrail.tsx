import { Button } from '@mantine/core';
import { IconCloudOff, IconDownload, IconListSearch, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { auditExportAddress, searchAudit } from '../../identity/index.ts';
import { Message } from '../../ui/index.ts';
import { AuditFilterBar } from './AuditFilterBar.tsx';
import { lastDays, questionOf, type AuditFilter } from './auditFilter.ts';
import { AuditTable } from './AuditTable.tsx';
import { ChainStatus } from './ChainStatus.tsx';
import { RetentionSetting } from './RetentionSetting.tsx';
import classes from './audit.module.css';

const icon = { size: 16, 'aria-hidden': true } as const;

/** Events, newest first, a page at a time; what was looked for can be taken home. */
export function AuditTrail({ mayAdministrate }: { mayAdministrate: boolean }) {
  const { t } = useTranslation(['audit', 'common']);
  // Another search of the same is another search, with what came meanwhile.
  const [asked, setAsked] = useState(() => ({ filter: lastDays(7), turn: 0 }));
  const question = questionOf(asked.filter);
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['audit', question, asked.turn],
    queryFn: ({ pageParam, signal }) => searchAudit(question, pageParam, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
    // Each time it is asked stands in the trail: not by itself.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const search = (filter: AuditFilter): void => setAsked(({ turn }) => ({ filter, turn: turn + 1 }));
  const pages = data?.pages ?? [];
  const events = pages.flatMap((page) => page.events);
  const named = {
    people: Object.assign({}, ...pages.map(({ people }) => people)) as (typeof pages)[number]['people'],
    rules: Object.assign({}, ...pages.map(({ rules }) => rules)) as (typeof pages)[number]['rules'],
  };
  return (
    <>
      <div className={classes.state}>
        <ChainStatus />
        <RetentionSetting mayChange={mayAdministrate} />
      </div>
      <AuditFilterBar key={asked.turn} filter={asked.filter} onSearch={search} />
      <div className={classes.bar}>
        <span role="status" className={classes.count}>
          {isFetching && pages.length === 0
            ? t('common:loading')
            : t(hasNextPage ? 'countMore' : 'count', { count: events.length })}
        </span>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh {...icon} />}
          onClick={() => search(asked.filter)}
        >
          {t('common:refresh')}
        </Button>
        {(['csv', 'xml'] as const).map((form) => (
          <Button
            key={form}
            size="xs"
            variant="default"
            component="a"
            href={auditExportAddress(question, form)}
            download
            title={t(`export.${form}Hint`)}
            leftSection={<IconDownload {...icon} />}
          >
            {t(`export.${form}`)}
          </Button>
        ))}
      </div>
      {error && events.length === 0 ? (
        <Message
          kind="error"
          icon={<IconCloudOff size={36} stroke={1.5} />}
          title={t('common:errors.title')}
          actions={
            <Button variant="default" onClick={() => void refetch()}>
              {t('common:retry')}
            </Button>
          }
        >
          {error.message}
        </Message>
      ) : !isFetching && events.length === 0 ? (
        <Message kind="empty" icon={<IconListSearch size={36} stroke={1.5} />} title={t('none')}>
          {t('noneDetail')}
        </Message>
      ) : (
        <div className={classes.scroll}>
          <AuditTable
            events={events}
            named={named}
            onNarrow={(change) => search({ ...asked.filter, ...change })}
          />
          {hasNextPage && (
            <Button
              className={classes.older}
              variant="default"
              size="xs"
              loading={isFetching}
              onClick={() => void fetchNextPage()}
            >
              {t('older')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
