import { Button, CloseButton } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { formatDate } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { Dropdown } from '../../ui/index.ts';
import classes from './DateRangeButton.module.css';
import type { DateRange } from './worklistFilters.ts';

const Calendar = lazy(() => import('./Calendar.tsx'));

interface DateRangeButtonProps {
  range: DateRange;
  onChange: (range: DateRange) => void;
}

/** The days chosen in a calendar; the calendar is fetched when it is first opened. */
export function DateRangeButton({ range, onChange }: DateRangeButtonProps) {
  const { t } = useTranslation('worklist');
  const language = useLanguage();
  const { from, to } = 'quick' in range ? {} : range;
  const [fromText, toText] = [formatDate(from, language), formatDate(to, language)];

  let text = t('range.pick');
  if (from && to) text = from === to ? fromText : `${fromText} – ${toText}`;
  else if (from) text = t('range.from', { from: fromText });
  else if (to) text = t('range.until', { to: toText });
  const chosen = from !== undefined || to !== undefined;

  return (
    <div className={classes.range} data-chosen={chosen || undefined}>
      <Dropdown
        label={t('range.pick')}
        renderTarget={(target) => (
          <Button
            className={classes.button}
            variant="default"
            leftSection={<IconCalendar size={16} stroke={1.75} />}
            aria-label={`${t('range.pick')}${chosen ? `: ${text}` : ''}`}
            {...target}
          >
            {text}
          </Button>
        )}
      >
        {(close) => (
          <Suspense fallback={<div className={classes.loading} />}>
            <Calendar
              {...(from !== undefined && { from })}
              {...(to !== undefined && { to })}
              onChoose={(days) => {
                onChange(days);
                close();
              }}
            />
          </Suspense>
        )}
      </Dropdown>
      {chosen && (
        <CloseButton
          size="sm"
          aria-label={t('empty.widenDates')}
          onClick={() => onChange({ quick: 'all' })}
        />
      )}
    </div>
  );
}
