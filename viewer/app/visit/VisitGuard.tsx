import { useEffect } from 'react';
import { formatDateTime } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { useVisit } from './useVisit.ts';
import { writeWatermark } from './watermark.ts';
import './visit.css';

/**
 * Once in the page, whatever of it is shown: over what was shared stands who looks at it and when; printing shows nothing,
 * and saving pictures takes more than a long press.
 */
export function VisitGuard() {
  const { t } = useTranslation('shared');
  const language = useLanguage();
  const mark = useVisit()?.mark;
  const note = t('noPrint');
  useEffect(() => {
    if (mark === undefined) return;
    const root = document.documentElement;
    root.dataset.visit = 'true';
    root.dataset.printNote = note;
    const refuse = (event: Event): void => {
      if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
    };
    const events = ['contextmenu', 'dragstart'] as const;
    for (const event of events) document.addEventListener(event, refuse);
    const end = writeWatermark(() => `${mark} · ${formatDateTime(now(), language)}`);
    return () => {
      end();
      for (const event of events) document.removeEventListener(event, refuse);
      delete root.dataset.visit;
      delete root.dataset.printNote;
    };
  }, [mark, note, language]);
  return null;
}

/** DT of this moment, to the minute. */
function now(): string {
  const date = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return [
    date.getFullYear(),
    two(date.getMonth() + 1),
    two(date.getDate()),
    two(date.getHours()),
    two(date.getMinutes()),
  ].join('');
}
