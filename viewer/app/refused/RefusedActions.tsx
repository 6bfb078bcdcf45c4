import { Button } from '@mantine/core';
import { IconDownload, IconFingerprint, IconRefresh, IconTrash } from '@tabler/icons-react';
import type { RefusedFile } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { Tooltip } from '../../ui/index.ts';
import classes from './RefusedPage.module.css';
import type { Work } from './useRefused.ts';

type Action = 'retry' | 'complete' | 'download' | 'discard';

interface RefusedActionsProps {
  chosen: readonly RefusedFile[];
  work: Work | undefined;
  actions: Partial<Record<Action, () => void>>;
}

/** What can be done with the selected files, and what came of it. */
export function RefusedActions({ chosen, work, actions }: RefusedActionsProps) {
  const { t } = useTranslation('refused');
  const idle = chosen.length > 0 && work?.kind !== 'running';
  const lackUids = chosen.some(({ refusal }) => refusal.code === 'no-uids');
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
  return (
    <div className={classes.actions} role="toolbar" aria-label={t('title')}>
      <Button
        variant="default"
        leftSection={<IconRefresh {...icon} />}
        disabled={!idle}
        onClick={actions.retry}
      >
        {t('retry')}
      </Button>
      <Tooltip label={t('completeHint')}>
        <Button
          variant="default"
          leftSection={<IconFingerprint {...icon} />}
          disabled={!idle || !lackUids}
          onClick={actions.complete}
        >
          {t('complete')}
        </Button>
      </Tooltip>
      <Button
        variant="default"
        leftSection={<IconDownload {...icon} />}
        disabled={!idle}
        onClick={actions.download}
      >
        {t('download')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconTrash {...icon} />}
        disabled={!idle}
        onClick={actions.discard}
      >
        {t('discard')}
      </Button>
      <span className={classes.count}>{chosen.length > 0 && t('selected', { count: chosen.length })}</span>
      <span className={classes.outcome} role="status" data-kind={work?.kind}>
        {work && outcomeText(work, t)}
      </span>
    </div>
  );
}

function outcomeText(work: Work, t: ReturnType<typeof useTranslation<'refused'>>['t']): string {
  switch (work.kind) {
    case 'running':
      return t('working', { done: work.done, total: work.total });
    case 'stored':
      return t('result', { stored: work.stored, refused: work.refused });
    case 'discarded':
      return t('discarded', { count: work.count });
    case 'failed':
      return work.error.message;
  }
}
