import type { ReactNode, Ref } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { DateRangeButton } from './DateRangeButton.tsx';
import classes from './FilterBar.module.css';
import { SearchBox } from './SearchBox.tsx';
import { ToggleGroup } from './ToggleGroup.tsx';
import { modalityChoices, quickRanges, type WorklistFilters } from './worklistFilters.ts';

interface FilterBarProps {
  filters: WorklistFilters;
  onChange: (changes: Partial<WorklistFilters>) => void;
  onLeaveSearch: () => void;
  searchRef: Ref<HTMLInputElement>;
  /** At the end of the first line: ways to bring studies in. */
  end: ReactNode;
  /** At the end of the second line: count and pages. */
  children: ReactNode;
}

/** Everything that narrows the list: search, days, modalities. */
export function FilterBar({ filters, onChange, onLeaveSearch, searchRef, end, children }: FilterBarProps) {
  const { t } = useTranslation('worklist');
  const { range, modalities } = filters;
  const rangeTexts = {
    today: t('range.today'),
    '7d': t('range.days7'),
    '30d': t('range.days30'),
    all: t('range.all'),
  };
  // A modality from a link that has no chip of its own must still be seen, and can be taken away.
  const others = modalities.filter((code) => !modalityChoices.some((choice) => choice === code));

  return (
    <section className={classes.bar}>
      <div className={classes.line}>
        <SearchBox
          ref={searchRef}
          text={filters.text}
          scope={filters.scope}
          onSearch={onChange}
          onLeave={onLeaveSearch}
        />
        <ToggleGroup
          look="joined"
          label={t('range.label')}
          choices={quickRanges.map((value) => ({ value, text: rangeTexts[value] }))}
          pressed={(value) => 'quick' in range && range.quick === value}
          onPress={(quick) => onChange({ range: { quick } })}
        />
        <DateRangeButton range={range} onChange={(days) => onChange({ range: days })} />
        <div className={classes.end}>{end}</div>
      </div>
      <div className={classes.line}>
        <ToggleGroup
          look="chips"
          label={t('modalities')}
          choices={[...modalityChoices, ...others].map((code) => ({ value: code, text: code }))}
          pressed={(code) => modalities.includes(code)}
          onPress={(code) =>
            onChange({
              modalities: modalities.includes(code)
                ? modalities.filter((other) => other !== code)
                : [...modalities, code],
            })
          }
        />
        {children}
      </div>
    </section>
  );
}
