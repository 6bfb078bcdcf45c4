import type { AuditQuestion } from '../../identity/index.ts';
import { eventKinds, type EventKind } from './eventKinds.ts';

/** As it is entered. */
export interface AuditFilter {
  /** days of the calendar here, YYYY-MM-DD; '': open */
  fromDay: string;
  toDay: string;
  who: string;
  kind: EventKind | '';
  outcome: '' | '0' | 'failure';
  patient: string;
  study: string;
  address: string;
  session: string;
}

export const everything: AuditFilter = {
  ...{ fromDay: '', toDay: '', who: '', kind: '', outcome: '' },
  ...{ patient: '', study: '', address: '', session: '' },
};

/** The day of the calendar here. @param ago so many days before */
export function dayOf(now: Date, ago = 0): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The last days, today with them. */
export const lastDays = (days: number, now = new Date()): AuditFilter => ({
  ...everything,
  fromDay: dayOf(now, days - 1),
  toDay: dayOf(now),
});

/** @param day YYYY-MM-DD @param after so many days later @returns its first moment here */
function beginningOf(day: string, after = 0): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + after);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** What the server is asked; what was left empty is not asked for. */
export function questionOf(filter: AuditFilter): AuditQuestion {
  const { fromDay, toDay, kind, outcome, ...texts } = filter;
  const [from, to] = [beginningOf(fromDay), beginningOf(toDay, 1)];
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(kind && eventKinds[kind]),
    ...(outcome && { outcome }),
    ...Object.fromEntries(
      Object.entries(texts)
        .map(([name, value]) => [name, value.trim()] as const)
        .filter(([, value]) => value !== ''),
    ),
  };
}
