import { DatePicker, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useMediaQuery } from '@mantine/hooks';
import 'dayjs/locale/zh-cn';
import { useState } from 'react';
import { useLanguage } from '../../i18n/index.ts';
import classes from './Calendar.module.css';

interface CalendarProps {
  /** DA */
  from?: string;
  /** DA */
  to?: string;
  /** Called when both ends are chosen. */
  onChoose: (days: { from: string; to: string }) => void;
}

/** Two months to choose a first and a last day in. In a file of its own because the calendar is big and seldom needed. */
export default function Calendar({ from, to, onChoose }: CalendarProps) {
  const language = useLanguage();
  const narrow = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false });
  const [days, setDays] = useState<[string | null, string | null]>([isoOfDa(from), isoOfDa(to)]);
  return (
    <DatesProvider settings={{ locale: language === 'zh-CN' ? 'zh-cn' : 'en', firstDayOfWeek: 1 }}>
      <DatePicker
        type="range"
        allowSingleDateInRange
        numberOfColumns={narrow ? 1 : 2}
        size={narrow ? 'md' : 'sm'}
        defaultDate={isoOfDa(from ?? to) ?? (narrow ? new Date() : previousMonth())}
        highlightToday
        classNames={{ day: classes.day }}
        monthLabelFormat={language === 'zh-CN' ? 'YYYY年M月' : 'MMMM YYYY'}
        value={days}
        onChange={([first, last]) => {
          setDays([first, last]);
          if (first && last) onChoose({ from: first.replaceAll('-', ''), to: last.replaceAll('-', '') });
        }}
      />
    </DatesProvider>
  );
}

function isoOfDa(da: string | undefined): string | null {
  return da ? `${da.slice(0, 4)}-${da.slice(4, 6)}-${da.slice(6)}` : null;
}

/** So that today's month is the second of the two shown: studies lie in the past. */
function previousMonth(): Date {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth() - 1, 1);
}
