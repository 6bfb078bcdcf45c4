import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { StudySearchResult } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { IconButton } from '../../ui/index.ts';
import classes from './Pager.module.css';
import { oneOfPageSizes, pageSizes, type WorklistFilters } from './worklistFilters.ts';

interface PagerProps {
  result: StudySearchResult | undefined;
  filters: WorklistFilters;
  onChange: (changes: Partial<WorklistFilters>) => void;
}

/** How many studies there are, which of them are shown, and the way to the others. */
export function Pager({ result, filters, onChange }: PagerProps) {
  const { t } = useTranslation('worklist');
  const numbers = new Intl.NumberFormat(useLanguage());
  const { page, pageSize } = filters;
  const offset = (page - 1) * pageSize;
  const shown = result?.studies.length ?? 0;
  const more = result !== undefined && (result.totalIs === 'atLeast' || offset + shown < result.total);
  const count = result?.total ?? 0;
  const countText = {
    exact: t('studies', { count }),
    about: t('studiesAbout', { count }),
    atLeast: t('studiesAtLeast', { count }),
  };

  return (
    <nav className={classes.pager} aria-label={t('paging.label')}>
      <span className={classes.count} role="status">
        {result && countText[result.totalIs]}
      </span>
      {result && (page > 1 || more) && (
        <>
          <IconButton
            label={t('paging.previous')}
            shortcut="PageUp"
            icon={<IconChevronLeft size={18} />}
            disabled={page === 1}
            onClick={() => onChange({ page: page - 1 })}
          />
          <span className={classes.shown}>
            {t('paging.range', {
              from: numbers.format(shown && offset + 1),
              to: numbers.format(offset + shown),
            })}
          </span>
          <IconButton
            label={t('paging.next')}
            shortcut="PageDown"
            icon={<IconChevronRight size={18} />}
            disabled={!more}
            onClick={() => onChange({ page: page + 1 })}
          />
        </>
      )}
      {shown > 0 && (
        <label className={classes.size}>
          {t('paging.pageSize')}
          <select
            className={`${classes.select} yy-target`}
            value={pageSize}
            onChange={(event) => onChange({ pageSize: oneOfPageSizes(Number(event.currentTarget.value)) })}
          >
            {pageSizes.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
      )}
    </nav>
  );
}
