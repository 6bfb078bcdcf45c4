import { Button } from '@mantine/core';
import { IconFolderOpen, IconSearchOff } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/index.ts';
import { Message } from '../../ui/index.ts';
import { isDated, isFiltered, noFilters, type WorklistFilters } from './worklistFilters.ts';

interface NothingProps {
  filters: WorklistFilters;
  onChange: (changes: Partial<WorklistFilters>) => void;
}

/** Says why the list is empty and what to do next: bring studies in, or widen the search. */
export function Nothing({ filters, onChange }: NothingProps) {
  const { t } = useTranslation('worklist');
  if (!isFiltered(filters)) {
    return (
      <Message kind="empty" icon={<IconFolderOpen size={36} stroke={1.5} />} title={t('empty.archiveTitle')}>
        <p>{t('empty.archiveDetail')}</p>
        <code>npm run import -- &lt;folder&gt;</code>
        <p>{t('empty.archiveUpload')}</p>
      </Message>
    );
  }
  const { text, scope, modalities, range } = noFilters;
  return (
    <Message
      kind="empty"
      icon={<IconSearchOff size={36} stroke={1.5} />}
      title={t('empty.filterTitle')}
      actions={
        <>
          {isDated(filters.range) && (
            <Button variant="default" onClick={() => onChange({ range })}>
              {t('empty.widenDates')}
            </Button>
          )}
          {filters.modalities.length > 0 && (
            <Button variant="default" onClick={() => onChange({ modalities })}>
              {t('empty.anyModality')}
            </Button>
          )}
          <Button variant="default" onClick={() => onChange({ text, scope, modalities, range })}>
            {t('empty.clearAll')}
          </Button>
        </>
      }
    >
      <p>{t('empty.filterDetail')}</p>
    </Message>
  );
}
